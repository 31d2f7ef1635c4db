import { buildingsOf } from "../../../src/repository/kustomizations/buildings";
import { kustomizationFiles } from "../../../src/repository/kustomizations/kustomization-files";
import { readObjects } from "../../../src/repository/objects/read-objects";
import { overlayChanges } from "../../../src/repository/patches/overlay-changes";
import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/* What a kustomization writes into its objects behind its patches, each row as `kubectl kustomize` (kustomize 5.5.0) does it. */

const base = {
  "base/kustomization.yaml": "resources: [all.yaml]\n",
  "base/all.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: versions }
data: { mesh: v1.28.3, port: "8080" }
---
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.1, namespace: istio-system, values: { global: { network: a-b-c } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "web:1" }, { name: log, image: "log:1" }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`,
};

/** What an overlay makes of the objects, by their kinds, and what of it is refused. */
function madeBy(kustomization: string): Readonly<Record<string, unknown>> {
  const cwd = folderWith({ ...base, "prod/kustomization.yaml": `resources: [../base]\n${kustomization}\n` });
  const { objects } = readObjects(["."], { cwd });
  const changes = overlayChanges(buildingsOf(kustomizationFiles(["."], cwd)), objects);
  return {
    ...Object.fromEntries(changes.flatMap(({ of }) => [...of.values()].map((one) => [one?.object.kind, one?.object]))),
    refused: changes.flatMap(({ refused }) => refused.map(({ message }) => message)),
  };
}

const mesh = "source: { kind: ConfigMap, name: versions, fieldPath: data.mesh }";
const port = "source: { kind: ConfigMap, name: versions, fieldPath: data.port }";
const replaced = (source: string, select: string, more: string) =>
  `replacements: [{ ${source}, targets: [{ select: ${select}, ${more} }] }]`;
const containers = "spec.template.spec.containers";
const images = (...[web, log]: readonly string[]) => ({
  Deployment: { spec: { template: { spec: { containers: [{ image: web }, { image: log }] } } } },
});

test.each([
  [
    "a version",
    replaced(mesh, "{ kind: Istio }", "fieldPaths: [spec.version]"),
    { Istio: { spec: { version: "v1.28.3" } } },
  ],
  [
    "a field that is not there yet",
    replaced(mesh, "{ kind: Istio }", "fieldPaths: [spec.no.x], options: { create: true }"),
    { Istio: { spec: { no: { x: "v1.28.3" } } } },
  ],
  [
    "a part between delimiters",
    replaced(
      mesh,
      "{ kind: Istio }",
      "fieldPaths: [spec.values.global.network], options: { delimiter: '-', index: 1 }",
    ),
    { Istio: { spec: { values: { global: { network: "a-v1.28.3-c" } } } } },
  ],
  [
    "a part of the value before all of them",
    replaced(
      mesh.replace(" }", ", options: { delimiter: '.', index: 1 } }"),
      "{ kind: Istio }",
      "fieldPaths: [spec.values.global.network], options: { delimiter: '-', index: -1 }",
    ),
    { Istio: { spec: { values: { global: { network: "28-a-b-c" } } } } },
  ],
  [
    "a number stays one",
    replaced(port, "{ kind: Deployment }", "fieldPaths: [spec.replicas]"),
    { Deployment: { spec: { replicas: 8080 } } },
  ],
  [
    "an entry by its name",
    replaced(port, "{ kind: Deployment }", `fieldPaths: ["${containers}.[name=log].image"]`),
    images("web:1", "8080"),
  ],
  [
    "all entries",
    replaced(port, "{ kind: Deployment }", `fieldPaths: ["${containers}.*.image"]`),
    images("8080", "8080"),
  ],
  [
    "a key with dots",
    replaced(
      port,
      "{ kind: Deployment }",
      'fieldPaths: ["metadata.annotations.[istio.io/x]"], options: { create: true }',
    ),
    { Deployment: { metadata: { annotations: { "istio.io/x": "8080" } } } },
  ],
  [
    "names where no field is said",
    replaced("source: { kind: ConfigMap, name: versions }", "{ kind: Deployment }", "fieldPaths: [metadata.name]"),
    { Deployment: { metadata: { name: "versions" } } },
  ],
  [
    "names are no patterns",
    replaced(port, '{ kind: Deployment, name: "w.*" }', "fieldPaths: [spec.replicas]"),
    { Deployment: undefined },
  ],
  [
    "rejected",
    replaced(port, "{ kind: Deployment }", "reject: [{ name: web }], fieldPaths: [spec.replicas]"),
    { Deployment: undefined },
  ],
  ["a kind that is not there", replaced(port, "{ kind: Nix }", "fieldPaths: [spec.replicas]"), { refused: [] }],
  [
    "literals of a generated ConfigMap",
    `configMapGenerator: [{ name: made, literals: ["mesh=v1.28.3"] }]\n${replaced(mesh.replace("versions", "made"), "{ kind: Istio }", "fieldPaths: [spec.version]")}`,
    { Istio: { spec: { version: "v1.28.3" } } },
  ],
  [
    "a field that is missing",
    replaced(mesh, "{ kind: Istio }", "fieldPaths: [spec.no]"),
    { refused: ["replacements of /spec/no finds nothing to work on in Istio/default: kustomize refuses it"] },
  ],
  [
    "a source without the field",
    replaced(mesh.replace("data.mesh", "data.no"), "{ kind: Istio }", "fieldPaths: [spec.version]"),
    { refused: ["a replacement takes data.no of ConfigMap versions, which has none: kustomize refuses it"] },
  ],
  [
    "a source that is not there",
    replaced(mesh.replace("versions", "nix"), "{ kind: Istio }", "fieldPaths: [spec.version]"),
    { refused: ["a replacement takes its value of ConfigMap nix, and there is none: kustomize refuses it"] },
  ],
  [
    "a prefix, which Namespaces do not get",
    "namePrefix: p-",
    { Gateway: { metadata: { name: "p-waypoint" } }, Namespace: undefined },
  ],
  [
    "labels, without the pods",
    "labels: [{ pairs: { istio.io/rev: x } }]",
    {
      Namespace: { metadata: { labels: { "istio.io/rev": "x" } } },
      Deployment: {
        metadata: { labels: { "istio.io/rev": "x" } },
        spec: { template: { metadata: { labels: { app: "web" } } } },
      },
    },
  ],
  [
    "annotations, and those of pods",
    "commonAnnotations: { argocd.argoproj.io/sync-options: Prune=false }",
    {
      Istio: { metadata: { annotations: { "argocd.argoproj.io/sync-options": "Prune=false" } } },
      Deployment: {
        spec: { template: { metadata: { annotations: { "argocd.argoproj.io/sync-options": "Prune=false" } } } },
      },
    },
  ],
  [
    "labels that nobody of the mesh reads",
    "commonLabels: { team: a }",
    {
      Istio: undefined,
      Namespace: { metadata: { labels: { team: "a" } } },
      Deployment: {
        spec: { selector: { matchLabels: { team: "a" } }, template: { metadata: { labels: { team: "a" } } } },
      },
    },
  ],
  [
    "labels by which workloads select",
    "labels: [{ pairs: { team: a }, includeSelectors: true }]",
    { Istio: undefined, Deployment: { spec: { selector: { matchLabels: { team: "a" } } } } },
  ],
  [
    "labels by which they do not",
    "labels: [{ pairs: { team: a }, includeTemplates: true }]",
    { Deployment: undefined },
  ],
] as const)("%s", (_what, kustomization, expected) => {
  const made = madeBy(kustomization);
  expect(Object.fromEntries(Object.keys(expected).map((kind) => [kind, made[kind]]))).toMatchObject(expected);
});

test("what is wrong with a value stands where it is given", () => {
  const cwd = folderWith({
    ...base,
    "base/all.yaml": base["base/all.yaml"].replace("mesh: v1.28.3", "mesh: 1.28.3"),
    "prod/kustomization.yaml": `resources: [../base]\n${replaced(mesh, "{ kind: Istio }", "fieldPaths: [spec.version]")}\n`,
  });
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd });
  expect(
    findings
      .filter(({ rule }) => rule === "VER006")
      .map(({ object, place }) => `${object} ${place?.file}:${place?.line}`),
  ).toEqual(["Istio/default base/all.yaml:4"]);
});

test("a patch of all objects protects them", () => {
  const protection = "argocd.argoproj.io/sync-options: 'Prune=false,Delete=false'";
  const said = (more: string) => {
    const app = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh, namespace: argocd }
spec:
  project: default
  destination: { server: https://kubernetes.default.svc, namespace: istio-system }
  source: { repoURL: https://example.com/mesh.git, targetRevision: main, path: prod }
`;
    const cwd = folderWith({ ...base, "app.yaml": app, "prod/kustomization.yaml": `resources: [../base]\n${more}` });
    const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd });
    return findings.filter(({ rule, object }) => rule === "DEL004" && object === "Istio/default").length;
  };
  expect([said(""), said(`commonAnnotations: { ${protection} }\n`)]).toEqual([1, 0]);
});
