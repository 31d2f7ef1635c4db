import { textAt } from "../../../src/objects/object-paths";
import { kustomizationFiles } from "../../../src/repository/kustomizations/kustomization-files";
import { readObjects } from "../../../src/repository/objects/read-objects";
import { builtEngines } from "../../../src/repository/patches/built-engines";
import { folderWith } from "../../support/folder";

/* What stands above an Application or a Kustomization of Flux says which folder it reads, and into which namespace. */

const flux = (name: string, spec: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name} }\nspec: { interval: 1h, prune: true, sourceRef: { kind: GitRepository, name: flux-system }, ${spec} }\n`;
const application = (spec: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh }\nspec: { ${spec} }\n`;
const target = (kind: string, namespace: string) =>
  `{ target: { kind: ${kind} }, patch: '[{ "op": "add", "path": "/spec/targetNamespace", "value": "${namespace}" }]' }`;
const listing = (rest: string) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [ks.yaml]\n${rest}`;

/** `namespace/name: path, into where`, of each engine's object as it is built. */
function built(files: Readonly<Record<string, string>>): readonly string[] {
  const { objects } = readObjects(["."], { cwd: folderWith(files) });
  const folder = objects[0]?.file.slice(0, -(objects[0]?.shown.length ?? 0)) ?? "";
  return [...builtEngines(objects, kustomizationFiles(["."], folder)).values()]
    .flat()
    .map(({ object }) => {
      const { name, namespace = "" } = object.metadata;
      const path = textAt(object, "spec", "path") ?? textAt(object, "spec", "source", "path") ?? "";
      const into =
        textAt(object, "spec", "targetNamespace") ?? textAt(object, "spec", "destination", "namespace") ?? "nowhere";
      return `${namespace}/${name}: ${path}, into ${into}`;
    })
    .sort();
}

test.each<readonly [what: string, files: Record<string, string>, told: readonly string[]]>([
  ["nothing above it", { "a/ks.yaml": flux("mesh", "path: ./mesh") }, ["/mesh: ./mesh, into nowhere"]],
  [
    "a patch of the kustomization that lists it, and its namespace and prefix",
    {
      "a/ks.yaml": flux("mesh", "path: ./mesh"),
      "a/kustomization.yaml": listing(
        `namespace: flux-system\nnamePrefix: prod-\npatches: [${target("Kustomization", "istio-system")}]\n`,
      ),
    },
    ["flux-system/prod-mesh: ./mesh, into istio-system"],
  ],
  [
    "a patch of the Kustomization of Flux that reads its folder",
    {
      "a/ks.yaml": flux("mesh", "path: ./mesh"),
      "all.yaml": flux("all", `path: ./a, patches: [${target("Kustomization", "istio-system")}]`),
    },
    ["/all: ./a, into nowhere", "/mesh: ./mesh, into istio-system"],
  ],
  [
    "a patch that says which folder the one reads that patches others",
    {
      "a/ks.yaml": flux("mesh", "path: ./mesh"),
      "b/ks.yaml": flux("all", `path: ./none, patches: [${target("Kustomization", "istio-system")}]`),
      "b/kustomization.yaml": listing(
        `patches: [{ target: { kind: Kustomization }, patch: '[{ "op": "replace", "path": "/spec/path", "value": "./a" }]' }]\n`,
      ),
    },
    ["/all: ./a, into nowhere", "/mesh: ./mesh, into istio-system"],
  ],
  [
    "overlays, one for each",
    {
      "apps/base/ks.yaml": application("source: { path: patch-me }, destination: { namespace: patch-me }"),
      "apps/base/kustomization.yaml": listing(""),
      ...Object.fromEntries(
        ["dev", "prod"].map((name) => [
          `apps/${name}/kustomization.yaml`,
          `resources: [../base]\npatches:\n  - patch: |\n      apiVersion: argoproj.io/v1alpha1\n      kind: Application\n      metadata: { name: mesh }\n      spec: { source: { path: mesh/${name} }, destination: { namespace: istio-system } }\n`,
        ]),
      ),
    },
    ["/mesh: mesh/dev, into istio-system", "/mesh: mesh/prod, into istio-system"],
  ],
  [
    "what an overlay takes out",
    {
      "a/ks.yaml": flux("mesh", "path: ./mesh"),
      "a/kustomization.yaml": listing(
        "patches:\n  - patch: |\n      apiVersion: kustomize.toolkit.fluxcd.io/v1\n      kind: Kustomization\n      metadata: { name: mesh }\n      $patch: delete\n",
      ),
    },
    [],
  ],
])("%s", (_, files, told) => expect(built(files)).toEqual(told));
