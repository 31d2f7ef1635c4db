import { loadMeshes } from "../../src/mesh/load";
import { folderWith, inputErrorOf } from "../support/folder";

/** A mesh.yaml whose cohorts stand on line 11. */
function load(cohorts: string, dataPlane = "sidecar") {
  const text = `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: east }
spec:
  distribution: sail
  dataPlane: ${dataPlane}
  version: v1.28.1
  operator: { release: 1.28.1 }
  upgrade:
    to: v1.28.3
    cohorts: ${cohorts}
  namespaces:
    - { name: shop }
    - { name: bank }
    - { name: tools, dataPlane: none }
    - { name: istio-system }
`;
  return () => loadMeshes(["mesh.yaml"], { cwd: folderWith({ "mesh.yaml": text }) });
}

test.each<[cohorts: string, lines: string[]]>([
  [
    "[[shop], [bnak]]",
    ["mesh.yaml:11:24: spec.upgrade.cohorts.1.0: no namespace bnak under spec.namespaces", "  did you mean bank?"],
  ],
  [
    "[[elsewhere]]",
    ["mesh.yaml:11:16: spec.upgrade.cohorts.0.0: no namespace elsewhere under spec.namespaces", "  list it there"],
  ],
  [
    "[[shop, bank], [shop]]",
    ["mesh.yaml:11:30: spec.upgrade.cohorts.1.0: a second shop; the first is at mesh.yaml:11:16"],
  ],
  ["[[shop, shop]]", ["mesh.yaml:11:22: spec.upgrade.cohorts.0.1: a second shop; the first is at mesh.yaml:11:16"]],
  [
    "[[shop], []]",
    ["mesh.yaml:11:23: spec.upgrade.cohorts.1: an empty cohort; expected at least one namespace", "  remove it"],
  ],
  ["[]", ["mesh.yaml:11:14: spec.upgrade.cohorts: expected at least 1 entry, got a list"]],
  [
    "[[tools]]",
    [
      "mesh.yaml:11:16: spec.upgrade.cohorts.0.0: namespace tools has dataPlane: none: it has no sidecars to restart",
      "  remove it here",
    ],
  ],
  [
    "[[istio-system]]",
    [
      "mesh.yaml:11:16: spec.upgrade.cohorts.0.0: namespace istio-system is one of the mesh's own or its operator's, outside of the data plane: it has no sidecars to restart",
      "  remove it here",
    ],
  ],
])("%s is refused, with its place", (cohorts, lines) => {
  expect(inputErrorOf(load(cohorts)).split("\n")).toEqual(lines);
});

test("an ambient mesh has no cohorts", () => {
  expect(inputErrorOf(load("[[shop]]", "ambient")).split("\n")).toEqual([
    "mesh.yaml:11:14: spec.upgrade.cohorts: cohorts are restarted for their sidecars, and an ambient mesh has none",
    "  remove it: ambient workloads are moved by ZTunnel's phase, without a restart",
  ]);
});

test("some of the namespaces may be named, in any order", () => {
  expect(load("[[bank], [shop]]")()[0]?.mesh.upgrade?.cohorts).toEqual([["bank"], ["shop"]]);
  expect(load("[[bank]]")()[0]?.mesh.upgrade?.cohorts).toEqual([["bank"]]);
});
