import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

/* Drafts beside what is applied, which an Application leaves out by a pattern. */

type Files = Readonly<Record<string, string>>;

const istio = (version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-system }\n`;
const app = (directory: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/x.git, path: mesh, directory: ${directory} }
  destination: { server: https://kubernetes.default.svc }
`;
const drafts = app("{ recurse: true, exclude: 'drafts/*' }");
const tree = (application: string, more: Files = {}): Files => ({
  "app.yaml": application,
  "mesh/istio.yaml": istio("v1.28.3"),
  "mesh/drafts/istio.yaml": istio("v9.9.9"),
  ...more,
});
const check = (files: Files) => checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files), stdin: () => "" });
const rules = (files: Files) =>
  check(files).findings.flatMap(({ rule }) => (/^(VER001|DUP001|DEL013)$/.test(rule) ? [rule] : []));

test.each<[what: string, files: Files, expected: readonly string[]]>([
  ["left out, and another of the name is applied", tree(drafts), []],
  [
    "nothing else of the name",
    tree(drafts, { "mesh/istio.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system }\n" }),
    ["VER001", "DEL013"],
  ],
  ["not left out", tree(app("{ recurse: true }")), ["VER001"]],
  [
    "somebody else applies it",
    tree(drafts, {
      "two.yaml": app("{}").replace("name: mesh,", "name: next,").replace("path: mesh", "path: mesh/drafts"),
    }),
    ["VER001"],
  ],
])("%s", (_what, files, expected) => {
  expect([...new Set(rules(files))].sort()).toEqual(expect.arrayContaining([...expected].sort()));
  if (expected.length === 0) expect(rules(files)).toEqual([]);
});

test("a part that is left out is no stray one beside a whole mesh", () => {
  const part = (kind: string) =>
    `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: a, profile: ambient }\n`;
  const whole = ["Istio", "IstioCNI", "ZTunnel"].map(part).join("---\n");
  const files = (application: string) => ({
    "app.yaml": application,
    "mesh/all.yaml": whole,
    "mesh/drafts/istio.yaml": part("Istio"),
  });
  expect(rules(files(drafts))).toEqual([]);
  expect(rules(files(app("{ recurse: true }")))).toContain("DUP001");
});

test("it is said that they are not judged", () => {
  expect(check(tree(drafts)).notes.join("\n")).toContain("not judged: mesh/drafts/istio.yaml: directory.exclude");
});

test("in a step as well", () => {
  const [from, to] = [tree(drafts), tree(drafts, { "mesh/drafts/istio.yaml": istio("v9.9.8") })].map((one) =>
    folderWith(one),
  );
  const { findings } = checkTransition({ from: from ?? "", to: [to ?? ""] }, { acceptedJumps: [] }, { cwd: "/" });
  expect(findings.filter(({ place }) => place?.file.includes("drafts"))).toEqual([]);
});
