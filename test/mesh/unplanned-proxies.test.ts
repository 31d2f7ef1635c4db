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
