import { formatPlace } from "../../src/findings/finding";
import { loadMeshes } from "../../src/mesh/load";
import { planUpgrade } from "../../src/plan/plan";
import { placed } from "../../src/render/places";
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

/** What the plan says of them. */
function linesOf(cohorts: string, dataPlane?: string): string[] {
  const [source] = load(cohorts, dataPlane)();
  if (!source) throw new Error("no mesh");
  return placed(source, planUpgrade(source.mesh).findings)
    .filter(({ rule }) => rule === "REV008")
    .flatMap(({ place, message, hint }) => [
      `${place ? formatPlace(place) : ""}: ${message}`,
      ...(hint ? [`  ${hint}`] : []),
    ]);
}

test("none at all is no cohort", () => {
  expect(inputErrorOf(load("[]"))).toBe("mesh.yaml:11:14: spec.upgrade.cohorts: expected at least 1 entry, got a list");
});

test.each<[cohorts: string, lines: string[]]>([
  ["[[shop], [bnak]]", ["mesh.yaml:11:24: no namespace bnak under spec.namespaces", "  did you mean bank?"]],
  ["[[elsewhere]]", ["mesh.yaml:11:16: no namespace elsewhere under spec.namespaces", "  list it there"]],
  ["[[shop, bank], [shop]]", ["mesh.yaml:11:30: a second shop; the first is at spec.upgrade.cohorts.0.0"]],
  ["[[shop, shop]]", ["mesh.yaml:11:22: a second shop; the first is at spec.upgrade.cohorts.0.0"]],
  ["[[shop], []]", ["mesh.yaml:11:23: an empty cohort; expected at least one namespace", "  remove it"]],
  [
    "[[tools]]",
    ["mesh.yaml:11:16: namespace tools has dataPlane: none: it has no sidecars to restart", "  remove it here"],
  ],
  [
    "[[istio-system]]",
    [
      "mesh.yaml:11:16: namespace istio-system is one of the mesh's own or its operator's, outside of the data plane: it has no sidecars to restart",
      "  remove it here",
    ],
  ],
])("%s is refused, with its place", (cohorts, lines) => {
  expect(linesOf(cohorts)).toEqual(lines);
});

test("an ambient mesh has no cohorts", () => {
  expect(linesOf("[[shop]]", "ambient")).toEqual([
    "mesh.yaml:11:14: cohorts are restarted for their sidecars, and an ambient mesh has none",
    "  remove it: ambient workloads are moved by ZTunnel's phase, without a restart",
  ]);
});

test("some of the namespaces may be named, in any order", () => {
  expect(load("[[bank], [shop]]")()[0]?.mesh.upgrade?.cohorts).toEqual([["bank"], ["shop"]]);
  expect(load("[[bank]]")()[0]?.mesh.upgrade?.cohorts).toEqual([["bank"]]);
});
