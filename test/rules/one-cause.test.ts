import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../src/findings/finding";
import type { Edit, Tree } from "./trees/breakages";
import { checkFolder, checkFolders, folder, newRules } from "./trees/folders";

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

/** What is said of a changed tree and not of the tree itself: rules with messages. */
function newOnes(tree: Tree, edits: readonly Edit[]): readonly Finding[] {
  const before = new Set(checkFolder(folder(tree, [])).findings.map(({ rule, message }) => `${rule} ${message}`));
  return checkFolder(folder(tree, edits)).findings.filter(({ rule, message }) => !before.has(`${rule} ${message}`));
}

test("of a Kustomization that is never applied nothing is said to come at once with others", () => {
  const file = "clusters/edge/mesh.yaml";
  const found = newOnes("fleet", [[file, "    - name: istio\n", "    - name: istoi\n"]]);
  expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(["DEL008 error"]);
});

test("one patch that is wrong for several objects", () => {
  const prod = "mesh/overlays/prod/kustomization.yaml";
  const patch =
    "patches:\n  - target: { kind: Istio|IstioCNI|ZTunnel }\n    patch: |-\n      - { op: replace, path: /spec/version, value: 1.28.5 }\n";
  expect(newOnes("tenants", [[prod, "patches:\n", patch]]).filter(({ rule }) => rule === "VER006")).toHaveLength(1);
});

test("one repository that a project does not hold, of several Applications", () => {
  const root = "clusters/prod/root.yaml";
  const [found, second] = newOnes("tenants", [
    [root, "- https://git.corp.example/platform/gitops.git", "- https://a.b/c"],
  ]);
  expect(found?.message).toContain("does not let mesh, mesh-operator, namespaces and 1 more read from");
  expect(second).toBeUndefined();
});

test("the rule that is there, and means another Service by its short host", () => {
  const file = "bookinfo/traffic.yaml";
  const found = newOnes("sidecar", [
    [file, "  name: reviews\n  namespace: bookinfo\n", "  name: reviews\n  namespace: istio-system\n"],
  ]);
  const [lost] = found.filter(({ rule }) => rule === "TGT003");
  expect(lost?.severity).toBe("error");
  expect(lost?.hint).toContain("write host reviews.bookinfo.svc.cluster.local there");
});

describe("in a step, what goes with an object", () => {
  const message = (tree: Tree, edits: readonly Edit[]) =>
    checkFolders(folder(tree, []), folder(tree, edits))
      .findings.filter(({ rule }) => rule === "SNAP002")
      .map((one) => one.message)
      .join("\n");

  test("the address of a gateway's Service, and a gateway's pods", () => {
    const file = "bookinfo/gateway.yaml";
    const other = (kind: string): Edit => [
      file,
      `kind: ${kind}\nmetadata:\n  name: ingressgateway`,
      `kind: ${kind}\nmetadata:\n  name: other`,
    ];
    expect(message("sidecar", [other("Service")])).toContain("the load balancer and its address");
    expect(message("sidecar", [other("Deployment")])).toContain("the pods of a gateway");
  });

  test("what a Subscription in another namespace lacks", () => {
    const file = "operator/operator.yaml";
    const moved: Edit = [file, "  namespace: openshift-operators\n", "  namespace: mesh\n"];
    const group =
      "apiVersion: operators.coreos.com/v1\nkind: OperatorGroup\nmetadata:\n  name: mesh\n  namespace: mesh\n";
    expect(message("argocd", [moved])).toContain("is new in mesh, where no OperatorGroup is among these manifests");
    const besides = message("argocd", [moved, ["operator/group.yaml", "", group]]);
    expect(besides).toContain("is new in mesh");
    expect(besides).not.toContain("OperatorGroup");
  });
});
