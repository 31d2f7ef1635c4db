import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

const istio = `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default, labels: { part: core } }
spec: { version: v1.28.3, namespace: istio-system, profile: default }
---
apiVersion: sailoperator.io/v1
kind: IstioCNI
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-cni }
`;

function said(files: Readonly<Record<string, string>>): readonly string[] {
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  return findings.flatMap(({ rule, severity, message, hint }) =>
    rule === "KUS001"
      ? [`${severity} ${message.replace(": kustomize changes nothing, and says nothing", "")} (${hint})`]
      : [],
  );
}

const base = (more = "") => ({
  "base/kustomization.yaml": `resources: [istio.yaml]\n${more}`,
  "base/istio.yaml": istio,
});
const prod = (target: string, more = "") =>
  `resources: [../base]\n${more}patches:\n  - target: ${target}\n    patch: '- {op: add, path: /spec/values, value: {}}'\n`;

/* What each target selects was seen with the kustomize of kubectl 1.32. */
test.each([
  [
    "kinds in brackets, and a name",
    "{ kind: (Istio|IstioCNI), name: prod }",
    ["warning a patch is for (Istio|IstioCNI) of name prod, and no object here is so (There is Istio/default.)"],
  ],
  [
    "a name alone",
    "{ kind: Istio, name: prod }",
    ["error a patch is for Istio/prod, which is not among the objects here (There is Istio/default.)"],
  ],
  [
    "a label that nothing has",
    "{ group: sailoperator.io, labelSelector: part=cni }",
    ["warning a patch is for objects with part=cni, and no object here is so (Istio/default has no such label.)"],
  ],
  [
    "an annotation that nothing has",
    "{ kind: Istio, annotationSelector: part=cni }",
    [
      "warning a patch is for Istio annotated part=cni, and no object here is so (Istio/default has no such annotation.)",
    ],
  ],
  [
    "a namespace for what has none",
    "{ kind: Istio, name: default, namespace: istio-system }",
    [
      "warning a patch is for Istio of name default in namespace istio-system, and no object here is so (Istio/default has no namespace.)",
    ],
  ],
  ["the namespace of what has none", "{ kind: Istio, name: default, namespace: default }", []],
  ["a label", "{ labelSelector: part in (core) }", []],
  ["a label that is not there, and is not to be", "{ kind: Istio, labelSelector: part!=cni }", []],
  ["every object of a kind that is not here", "{ kind: HelmRelease }", []],
  ["a name of a kind that is not here", "{ kind: HelmRelease, name: istiod }", []],
  ["a pattern of names", "{ kind: Istio.*, name: def.* }", []],
  ["a name that somebody fills in", "{ kind: Istio, name: '$(NAME)[0-9]' }", []],
])("%s", (_what, target, expected) => {
  expect(said({ ...base(), "prod/kustomization.yaml": prod(target) })).toEqual(expected);
});

test.each([
  ["a base gives another name", "{ kind: Istio, name: prod-default }", "namePrefix: prod-\n", ""],
  ["a base gives labels", "{ kind: Istio, labelSelector: team=mesh }", "labels: [{ pairs: { team: mesh } }]\n", ""],
  ["a transformer may give labels", "{ kind: Istio, labelSelector: team=mesh }", "", "transformers: [../more]\n"],
  [
    "a generator makes it",
    "{ kind: ConfigMap, name: settings }",
    "",
    "configMapGenerator: [{ name: settings, literals: [a=b] }]\n",
  ],
])("%s", (_what, target, below, own) => {
  const files = {
    ...base(below),
    "prod/kustomization.yaml": prod(target, own),
    "more/kustomization.yaml": "resources: []\n",
    "prod/settings.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other, namespace: istio-system }\n",
  };
  const found = said({
    ...files,
    "prod/kustomization.yaml": files["prod/kustomization.yaml"].replace("[../base]", "[../base, settings.yaml]"),
  });
  expect(found.filter((line) => line.includes("a patch is for"))).toEqual([]);
});

test("a component patches what is built by whoever lists it", () => {
  const component = (name: string) =>
    `kind: Component\npatches:\n  - target: { kind: Istio, name: ${name} }\n    patch: '- {op: add, path: /spec/values, value: {}}'\n`;
  const files = (name: string) => ({
    ...base(),
    "ha/kustomization.yaml": component(name),
    "prod/kustomization.yaml": "resources: [../base]\ncomponents: [../ha]\n",
  });
  expect(said(files("default"))).toEqual([]);
  expect(said(files("prod"))).toHaveLength(1);
});

test("a patch of Flux for nothing is said once", () => {
  const flux = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec:
  path: ./base
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
  patches:
    - target: { kind: Istio, name: prod }
      patch: "- { op: add, path: /spec/values, value: {} }"
`;
  const { findings } = checkPaths(
    ["."],
    { acceptedJumps: [], distribution: "sail" },
    { cwd: folderWith({ ...base(), "clusters/mesh.yaml": flux }) },
  );
  expect(findings.filter(({ message }) => message.includes("a patch is for")).map(({ rule }) => rule)).toEqual([
    "KUS001",
  ]);
});

describe("an overlay with manifests of its own, checked without its base", () => {
  const files = (own: string) => ({
    "base/kustomization.yaml": "resources: [web]\n",
    "base/web/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web/web.yaml": deployment("web"),
    "prod/kustomization.yaml": `resources: [../base, edge.yaml]\n${own}`,
    "prod/edge.yaml": deployment("edge"),
    // The patches that it names, and no other files.
    ...Object.fromEntries(
      [...own.matchAll(/(\w+)-patch\.yaml/g)].map(([file, name]) => [
        `prod/${file}`,
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { replicas: 2 }\n`,
      ]),
    ),
  });
  const checked = (path: string, own: string) =>
    checkPaths([path], { acceptedJumps: [] }, { cwd: folderWith(files(own)) }).findings.filter(
      ({ rule }) => rule === "KUS001",
    );

  test.each([
    [
      "patches with a target",
      (name: string) => `patches: [{ target: { kind: Deployment, name: ${name} }, patch: "[]" }]\n`,
    ],
    ["patches that name their object", (name: string) => `patches: [{ path: ${name}-patch.yaml }]\n`],
    ["replicas", (name: string) => `replicas: [{ name: ${name}, count: 2 }]\n`],
    ["images", (name: string) => `images: [{ name: example.com/${name}, newTag: "2" }]\n`],
  ])("%s may be for what is there", (_what, own) => {
    const about = (path: string, name: string) => checked(path, own(name));
    expect(about("prod", "web")).toEqual([]);
    expect(about(".", "web")).toEqual([]);
    expect(about(".", "wbe")).toHaveLength(1);
  });
});

function deployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: app, image: "example.com/${name}:1" }] }
`;
}

test("what sets up a transformer is no object", () => {
  const files = {
    ...base("transformers: [labels.yaml]\n"),
    "base/labels.yaml":
      "apiVersion: builtin\nkind: LabelTransformer\nmetadata: { name: notImportantHere }\nlabels: { team: mesh }\nfieldSpecs: [{ path: metadata/labels, create: true }]\n",
  };
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  expect(findings.filter(({ place }) => place?.file === "base/labels.yaml")).toEqual([]);
});
