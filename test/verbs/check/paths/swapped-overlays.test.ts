import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* Overlays of two clusters, and who applies which of them. */

type Files = Readonly<Record<string, string>>;

const overlay = (name: string): Files => ({
  [`mesh/overlays/${name}/kustomization.yaml`]: `resources: [../../base]
patches:
  - target: { kind: Istio }
    patch: "[{ op: add, path: /spec/values, value: { global: { network: ${name} } } }]"
`,
});
const files: Files = {
  "mesh/base/kustomization.yaml": "resources: [istio.yaml]\n",
  "mesh/base/istio.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system }
`,
  ...overlay("east"),
  ...overlay("west"),
};
const flux = (cluster: string, path: string, name = "mesh"): Files => ({
  [`clusters/${cluster}/${name}.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { interval: 1h, prune: true, path: ./mesh/overlays/${path}, sourceRef: { kind: GitRepository, name: flux-system } }
`,
});
const application = (cluster: string, path: string): Files => ({
  [`apps/${cluster}.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh-${cluster}, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/mesh.git, path: mesh/overlays/${path} }
  destination: { name: ${cluster} }
`,
});
const unknown: Files = {
  "clusters/west/more.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: mesh, namespace: argocd }
spec:
  generators: [{ clusters: {} }]
  template:
    metadata: { name: "{{name}}" }
    spec: { source: { repoURL: https://git.example.com/mesh.git, path: "mesh/overlays/{{name}}" }, destination: { name: "{{name}}" } }
`,
};

test.each<[what: string, read: Files, expected: readonly string[]]>([
  ["each reads its own", { ...flux("east", "east"), ...flux("west", "west") }, []],
  ["two read one", { ...flux("east", "east"), ...flux("west", "east") }, ["clusters/west/mesh.yaml:4"]],
  [
    "Applications, by their clusters",
    { ...application("east", "east"), ...application("west", "east") },
    ["apps/west.yaml:6"],
  ],
  ["both have both", { ...flux("east", "east"), ...flux("west", "east"), ...flux("west", "west", "own") }, []],
  ["one alone reads the other's", { ...flux("west", "east") }, []],
  ["clusters of other names", { ...flux("rome", "east"), ...flux("oslo", "east") }, []],
  [
    "another one builds on it",
    {
      ...flux("east", "east"),
      ...flux("west", "east"),
      ...{ "mesh/overlays/far/kustomization.yaml": "resources: [../west]\n" },
      ...flux("far", "far"),
    },
    [],
  ],
  ["a generator reads whatever there is", { ...flux("east", "east"), ...flux("west", "east"), ...unknown }, []],
])("%s", (_what, read, expected) => {
  const { findings } = checkPaths(
    ["."],
    { acceptedJumps: [], distribution: "sail" },
    { cwd: folderWith({ ...files, ...read }) },
  );
  const said = findings.filter(({ rule, message }) => rule === "DEL011" && message.includes("overlay of"));
  expect(said.map(({ place }) => `${place?.file}:${place?.line}`)).toEqual(expected);
});
