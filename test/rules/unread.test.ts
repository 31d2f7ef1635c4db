import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckReport } from "../../src/verbs/check/report/report";
import type { Edit, Tree } from "./trees/breakages";
import { checkFolder, checkFolders, folder, newRules } from "./trees/folders";

/*
 * What cannot be read, and what is there twice, is one thing to say: what seems to be missing because of it is not.
 */

/** DEL004 counts its objects. */
const said = (tree: Tree, report: CheckReport) =>
  [...new Set(newRules(tree, report))].filter((rule) => rule !== "DEL004");

const tab = (kind: string): [string, string] => [`kind: ${kind}\n`, `\tkind: ${kind}\n`];

test.each<[Tree, string, ...Edit[]]>([
  ["ambient", "ZTunnel", ["mesh/ztunnel.yaml", ...tab("ZTunnel")]],
  ["ambient", "a waypoint", ["shop/waypoint.yaml", ...tab("Gateway")]],
  ["ambient", "a Service", ["shop/workloads.yaml", ...tab("Service")]],
  ["argocd", "a CNI whose wave has no quotes", ["mesh/mesh.yaml", 'sync-wave: "3"', "sync-wave: 3"]],
  ["sidecar", "a tag", ["mesh/istio.yaml", ...tab("IstioRevisionTag")]],
  ["fleet", "a Kustomization that others wait for", ["clusters/edge/mesh.yaml", ...tab("Kustomization")]],
])("%s: %s that cannot be read is no absence", (tree, _what, ...edits) => {
  const report = checkFolder(folder(tree, edits));
  expect(said(tree, report)).toEqual(["BROKEN"]);
  expect(report.notes).toContainEqual(expect.stringMatching(/^not judged: what seems to be missing \(/));
});

test("nor is it in a step", () => {
  const edits: Edit[] = [["mesh/ztunnel.yaml", ...tab("ZTunnel")]];
  expect(newRules("ambient", checkFolders(folder("ambient", []), folder("ambient", edits)))).toEqual(
    expect.not.arrayContaining(["AMB002", "SNAP002"]),
  );
});

test("without anything unreadable, what is missing is said", () => {
  const report = checkFolder(folder("ambient", [["mesh/ztunnel.yaml", "kind: ZTunnel", "kind: Ztunnel"]]));
  expect(newRules("ambient", report)).toContain("AMB002");
});

const copyOf = (from: string, to: string): Edit => [
  to,
  "",
  readFileSync(join(__dirname, "trees/ambient", from), "utf8").replace("v1.28.3", "v1.28.2"),
];

test.each<[string, Edit, string[]]>([
  ["an Istio beside it", copyOf("mesh/istio.yaml", "mesh/istio copy.yaml"), ["DUP001"]],
  ["a ZTunnel beside it", copyOf("mesh/ztunnel.yaml", "mesh/ztunnel copy.yaml"), ["DUP001"]],
  ["an Istio in a folder below", copyOf("mesh/istio.yaml", "mesh/old/istio.yaml"), ["DUP001"]],
])("a copy of %s takes no mesh apart", (_what, copy, rules) => {
  const report = checkFolder(folder("ambient", [["mesh/kustomization.yaml", ""], copy]));
  expect(said("ambient", report)).toEqual(rules);
});
