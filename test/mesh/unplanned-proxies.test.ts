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
    [
      "where gateways are planned, and the label is for all pods",
      "ambient",
      {
        namespaces: [{ name: "a", dataPlane: "none", labels: { "istio-injection": "enabled" } }],
        gateways: [{ name: "in", namespace: "a", kind: "injected" }],
      },
      ["istio-injection: enabled"],
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

describe("carried workloads beside planned gateways, in a namespace whose label injects them", () => {
  const workload = (name: string, pods: object, spec: object = {}) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "old" },
    spec: { template: { metadata: pods, spec: { containers: [{ name, image: "example.com/app:1" }], ...spec } } },
  });
  const gateway = workload("in", { annotations: { "inject.istio.io/templates": "gateway" } });
  const of = (...carried: object[]) => {
    const spec = {
      ...base,
      dataPlane: "ambient",
      namespaces: [{ name: "old", dataPlane: "none", labels: { "istio-injection": "enabled" } }],
      gateways: [{ name: "in", namespace: "old", kind: "injected" }],
    } as MeshSpecInput;
    const mesh = meshFromSpec("test", spec, { carried: carried as never });
    return unplannedProxies(mesh).map(({ object, how }) => `${object ?? "namespace"} ${how ?? ""}`);
  };

  test.each<[string, object[], string[]]>([
    ["none but the gateway", [gateway], ["namespace rest"]],
    ["one more", [gateway, workload("app", {})], ["Deployment/old/app "]],
    [
      "one that opts out",
      [gateway, workload("app", { labels: { "sidecar.istio.io/inject": "false" } })],
      ["namespace rest"],
    ],
    ["one in the network of its node", [gateway, workload("app", {}, { hostNetwork: true })], ["namespace rest"]],
    [
      "a gateway that is not planned",
      [workload("out", gateway.spec.template.metadata)],
      ["Deployment/old/out ", "namespace rest"],
    ],
  ])("%s", (_, carried, expected) => {
    expect(of(...carried)).toEqual(expected);
  });
});
