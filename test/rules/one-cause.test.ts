import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Edit, Tree } from "./trees/breakages";
import { checkFolder, folder, newRules } from "./trees/folders";

/*
 * One cause is one thing to say: what hangs on it is mended with it, and would lead people elsewhere.
 */

/** One more Application of the tree, which reads a folder that is not there. */
const lost: Edit = [
  "bootstrap/web.yaml",
  "",
  readFileSync(join(__dirname, "trees/argocd/bootstrap/apps.yaml"), "utf8")
    .replace("name: mesh", "name: web")
    .replace("path: mesh", "path: web-apps"),
];
const waypoint: Edit = ["apps/web.yaml", 'sync-wave: "5"', 'sync-wave: "0"'];

test.each<[string, Tree, string[], ...Edit[]]>([
  ["a waypoint's port, and whom it lets in", "ambient", ["WPT005"], ["shop/waypoint.yaml", "15008", "15021"]],
  ["istiod's autoscaler", "ambient", ["HA001"], ["mesh/istio.yaml", "autoscaleMin: 2", "autoscaleMin: 7"]],
])("%s", (_what, tree, rules, ...edits) => {
  expect([...new Set(newRules(tree, checkFolder(folder(tree, edits))))]).toEqual(rules);
});

test("waves of what lies in a folder that an Application has lost", () => {
  expect(newRules("argocd", checkFolder(folder("argocd", [waypoint])))).toContain("WAV001");
  const rules = newRules("argocd", checkFolder(folder("argocd", [lost, waypoint])));
  expect(rules).toContain("DEL011");
  expect(rules).not.toContain("WAV001");
});
