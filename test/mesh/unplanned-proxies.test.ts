import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { unplannedProxies } from "../../src/mesh/unplanned-proxies";

const base = {
  version: "v1.28.4",
  operator: { release: "3.3.1" },
  distribution: "openshift",
  controlPlane: { name: "prod" },
} as const;

describe("namespaces whose own labels bring proxies that nobody plans for", () => {
  const rev = { "istio.io/rev": "prod" };
  test.each<[string, "ambient" | "sidecar", Partial<MeshSpecInput>, string[]]>([
    [
      "beside ambient",
      "ambient",
      { namespaces: [{ name: "a", dataPlane: "none", labels: rev }] },
      ["istio.io/rev: prod"],
    ],
    [
      "injection switched off",
      "ambient",
      { namespaces: [{ name: "a", dataPlane: "none", labels: { ...rev, "istio-injection": "disabled" } }] },
      [],
    ],
    [
      "where a waypoint lives it says whose that is",
      "ambient",
      {
        namespaces: [{ name: "a", dataPlane: "none", labels: rev }],
        waypoints: [{ name: "w", namespace: "a" }],
      },
      [],
    ],
    [
      "where gateways are planned",
      "ambient",
      {
        namespaces: [{ name: "a", dataPlane: "none", labels: rev }],
        gateways: [{ name: "in", namespace: "a", kind: "injected" }],
      },
      [],
    ],
    ["of an ambient namespace NS002 speaks", "ambient", { namespaces: [{ name: "a", labels: rev }] }, []],
    [
      "left out of a sidecar mesh, and injected",
      "sidecar",
      { namespaces: [{ name: "a", dataPlane: "none", labels: rev }] },
      ["istio.io/rev: prod"],
    ],
    ["of a sidecar mesh", "sidecar", { namespaces: [{ name: "a" }] }, []],
  ])("%s (%s)", (_, dataPlane, more, because) => {
    const mesh = meshFromSpec("test", { ...base, dataPlane, ...more } as MeshSpecInput, { carried: [] });
    expect(unplannedProxies(mesh).map((one) => one.because)).toEqual(because);
  });
});

describe("carried workloads", () => {
  const workload = (image: string, annotations: Record<string, string> = {}) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "edge", namespace: "a" },
    spec: { template: { metadata: { annotations }, spec: { containers: [{ name: "istio-proxy", image }] } } },
  });
  const gateway = { "inject.istio.io/templates": "gateway" };
  const own = "docker.io/istio/proxyv2:1.28.3";
  const planned = { name: "edge", namespace: "a", kind: "self-managed" as const };

  test.each([
    ["a gateway among the workloads of a namespace", workload("auto", gateway), {}, ["beside"]],
    ["a workload among them", workload("auto", { "sidecar.istio.io/inject": "true" }), {}, []],
    ["a proxy that is written into the pods", workload(own), {}, ["own"]],
    ["the same under spec.gateways", workload(own), { gateways: [planned] }, []],
    [
      "a gateway under spec.gateways",
      workload("auto", gateway),
      { gateways: [{ ...planned, kind: "injected" as const }] },
      [],
    ],
    ["another image of a container of that name", workload("example.com/proxy:1.0.0"), {}, []],
  ])("%s", (_, carried, more, how) => {
    const spec = { ...base, dataPlane: "sidecar", namespaces: [{ name: "a" }], ...more } as MeshSpecInput;
    const mesh = meshFromSpec("test", spec, { carried: [carried] });
    expect(unplannedProxies(mesh).map((one) => one.how)).toEqual(how);
  });
});
