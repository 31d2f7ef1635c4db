import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

type Files = Readonly<Record<string, string>>;

const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: orders }\n";
const account = (where: string) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: orders, namespace: ${where} }\n`;
const lists = (...names: readonly string[]) => `resources: [${names.join(", ")}]\n`;
const both = lists("a.yaml", "b.yaml");
const twice: Files = { "a.yaml": namespace, "b.yaml": namespace };
const folders = (more: string): Files => ({
  "one/kustomization.yaml": lists("a.yaml"),
  "one/a.yaml": account("orders"),
  "two/kustomization.yaml": `${lists("a.yaml")}${more}`,
  "two/a.yaml": account("orders"),
  "kustomization.yaml": lists("one", "two"),
});

/** How kubectl kustomize itself takes these: an error is "may not add resource with an already registered id". */
test.each<[what: string, files: Files, expected: readonly string[]]>([
  ["two files", { ...twice, "kustomization.yaml": both }, ["error"]],
  [
    "two documents of a file",
    { "a.yaml": `${namespace}---\n${namespace}`, "kustomization.yaml": lists("a.yaml") },
    ["error"],
  ],
  ["two folders", folders(""), ["error"]],
  ["one of them renames what it has", folders("nameSuffix: -2\n"), ["warning"]],
  ["nobody builds them", twice, ["warning"]],
  [
    "another version of the API, which kustomize takes",
    {
      "a.yaml": "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: a, namespace: b }\n",
      "b.yaml": "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: HTTPRoute\nmetadata: { name: a, namespace: b }\n",
      "kustomization.yaml": both,
    },
    ["warning"],
  ],
  ["a patch", { ...twice, "kustomization.yaml": `${lists("a.yaml")}patches: [{ path: b.yaml }]\n` }, []],
])("an equal object twice: %s", (_what, files, expected) => {
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  expect(findings.flatMap(({ rule, severity }) => (rule === "DUP001" ? [severity] : []))).toEqual(expected);
});
