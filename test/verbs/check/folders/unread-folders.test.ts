import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

/* Folders that nobody applies and nobody means to, beside others that an engine reads. */

type Files = Readonly<Record<string, string>>;

const istio = (version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-system }\n`;
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/x.git, path: mesh }
  destination: { server: https://kubernetes.default.svc }
`;
const set = (directories: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: mesh, namespace: argocd }
spec:
  goTemplate: true
  generators: [{ git: { repoURL: https://git.example.com/x.git, revision: main, directories: [${directories}] } }]
  template:
    metadata: { name: "mesh-{{ index .path.segments 1 }}" }
    spec:
      project: default
      source: { repoURL: https://git.example.com/x.git, targetRevision: main, path: "{{ .path.path }}" }
      destination: { name: "{{ index .path.segments 1 }}" }
`;
const list = (name: string) => `resources: [${name}]\n`;
const tree = (more: Files, engine: Files = { "apps/mesh.yaml": application }): Files => ({
  ...engine,
  "mesh/istio.yaml": istio("v1.28.3"),
  ...more,
});

const check = (files: Files) => checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files), stdin: () => "" });
const wrong = (files: Files) =>
  check(files).findings.flatMap(({ rule }) => (/^(VER001|KUS001)$/.test(rule) ? [rule] : []));

test.each<[what: string, files: Files, expected: readonly string[]]>([
  ["an example", tree({ "docs/examples/istio.yaml": istio("v9.9.9") }), []],
  ["what is switched off", tree({ "teams/disabled/istio.yaml": istio("v9.9.9") }), []],
  [
    "an overlay of an example",
    tree({
      "base/kustomization.yaml": list("istio.yaml"),
      "base/istio.yaml": istio("v1.28.3"),
      "examples/small/kustomization.yaml": `${list("../../base, gone.yaml")}`,
    }),
    [],
  ],
  ["a folder of another name", tree({ "teams/istio.yaml": istio("v9.9.9") }), ["VER001"]],
  ["no engine is here, so people may apply it", tree({ "docs/examples/istio.yaml": istio("v9.9.9") }, {}), ["VER001"]],
  [
    "somebody reads it",
    tree({
      "examples/istio.yaml": istio("v9.9.9"),
      "apps/two.yaml": application.replace("name: mesh,", "name: two,").replace("path: mesh", "path: examples"),
    }),
    ["VER001"],
  ],
  [
    "somebody builds it",
    tree({
      "mesh/kustomization.yaml": list("../examples/istio.yaml, istio.yaml"),
      "examples/istio.yaml": istio("v9.9.9"),
    }),
    ["KUS001", "VER001"],
  ],
  [
    "a set excludes it",
    {
      "apps/set.yaml": set("{ path: clusters/*/mesh }, { path: clusters/paris/mesh, exclude: true }"),
      "clusters/berlin/mesh/istio.yaml": istio("v1.28.3"),
      "clusters/paris/mesh/istio.yaml": istio("v9.9.9"),
    },
    [],
  ],
  [
    "a set does not take it, and nobody says that it should not",
    {
      "apps/set.yaml": set("{ path: clusters/berlin/* }, { path: clusters/rome/mesh, exclude: true }"),
      "clusters/berlin/mesh/istio.yaml": istio("v1.28.3"),
      "clusters/paris/mesh/istio.yaml": istio("v9.9.9"),
    },
    ["VER001"],
  ],
])("%s", (_what, files, expected) => {
  expect([...new Set(wrong(files))].sort()).toEqual(expected);
});

test("it is said that they are not judged", () => {
  expect(check(tree({ "docs/examples/istio.yaml": istio("v9.9.9") })).notes.join("\n")).toContain(
    "not judged: docs/examples: nobody here applies it",
  );
});

test("what is switched off below the folder of an Application is told as left out, and not as a pattern that is wrong", () => {
  const files = tree(
    { "mesh/disabled/istio-red.yaml": istio("v9.9.9").replace("default", "red") },
    {
      "apps/mesh.yaml": application.replace(
        "path: mesh }",
        "path: mesh, directory: { recurse: true, exclude: 'disabled/*' } }",
      ),
    },
  );
  const { findings, notes } = check(files);
  expect(findings.map(({ rule }) => rule).filter((rule) => /^(VER001|DEL013|CP001)$/.test(rule))).toEqual([]);
  expect(notes.join("\n")).toContain("not judged: mesh/disabled/istio-red.yaml: an Application leaves it out");
});

test("a cluster that is excluded from now on is gone", () => {
  const files = (directories: string) =>
    folderWith({
      "apps/set.yaml": set(directories),
      "clusters/berlin/mesh/istio.yaml": istio("v1.28.3"),
      "clusters/paris/mesh/istio.yaml": istio("v1.28.3"),
    });
  const all = "{ path: clusters/*/mesh }";
  const few = `${all}, { path: clusters/paris/mesh, exclude: true }`;
  const said = (from: string, to: string) =>
    checkTransition({ from: files(from), to: [files(to)] }, { acceptedJumps: [] }, { cwd: "/", stdin: () => "" })
      .findings.filter(({ severity }) => severity === "error")
      .map(({ rule }) => rule);
  expect(said(all, few)).not.toEqual([]);
  expect(said(few, few)).toEqual([]);
});
