import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/* Clusters of one tree that build on the same parts of an ambient mesh, one of them on fewer. */

type Files = Readonly<Record<string, string>>;

const part = (name: string, kind: string, more = ""): Files => ({
  [`mesh/base/${name}/kustomization.yaml`]: "resources: [part.yaml]\n",
  [`mesh/base/${name}/part.yaml`]: `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata: { name: default }
spec: { version: v1.28.3${more}, values: {} }
`,
});
const base: Files = {
  ...part("istio", "Istio", ", profile: ambient"),
  ...part("cni", "IstioCNI", ", profile: ambient"),
  ...part("ztunnel", "ZTunnel"),
};
const kinds: Readonly<Record<string, string>> = { istio: "Istio", cni: "IstioCNI", ztunnel: "ZTunnel" };
const patch = (kind: string, network: string) =>
  `  - { target: { kind: ${kind} }, patch: "- { op: add, path: /spec/values/global, value: { network: ${network} } }" }\n`;
const whole = (folder: string, ...parts: string[]): Files => ({
  [`mesh/overlays/${folder}/kustomization.yaml`]: `resources: [${parts.map((one) => `../../base/${one}`).join(", ")}]
patches:
${parts.map((one) => patch(kinds[one] ?? "", folder)).join("")}`,
});
/** An overlay for each part. */
const apart = (folder: string, ...parts: string[]): Files =>
  Object.fromEntries(
    parts.map((one) => [
      `mesh/overlays/${folder}/${one}/kustomization.yaml`,
      `resources: [../../../base/${one}]\npatches:\n${patch(kinds[one] ?? "", folder)}`,
    ]),
  );
const flux = (cluster: string): Files => ({
  [`clusters/${cluster}/mesh.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec: { interval: 1h, prune: true, path: ./mesh/overlays/${cluster}, sourceRef: { kind: GitRepository, name: flux-system } }
`,
});
const applications = (...clusters: string[]): Files => ({
  "argocd/mesh.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: mesh, namespace: argocd }
spec:
  goTemplate: true
  generators: [{ list: { elements: [${clusters.map((one) => `{ cluster: ${one} }`).join(", ")}] } }]
  template:
    metadata: { name: "mesh-{{.cluster}}" }
    spec:
      project: default
      source: { repoURL: https://git.example.com/mesh.git, targetRevision: main, path: "mesh/overlays/{{.cluster}}" }
      destination: { name: "{{.cluster}}" }
`,
});
const all = ["istio", "cni", "ztunnel"];
const east = "mesh/overlays/east";

test.each<[what: string, files: Files, expected: readonly string[]]>([
  ["both have all", { ...whole("east", ...all), ...whole("west", ...all) }, []],
  [
    "one has no ztunnel",
    { ...whole("east", "istio", "cni"), ...whole("west", ...all) },
    [`AMB002 mesh/base/istio/part.yaml without ZTunnel as ${east}/kustomization.yaml builds it`],
  ],
  [
    "an overlay for each part",
    { ...apart("east", "istio", "cni"), ...apart("west", ...all) },
    [`AMB002 mesh/base/istio/part.yaml without ZTunnel as ${east}/istio/kustomization.yaml builds it`],
  ],
  ["an overlay for each part, and all of them", { ...apart("east", ...all), ...apart("west", ...all) }, []],
  [
    "nodes for all, beside the clusters",
    { ...whole("east", "istio"), ...whole("west", "istio"), ...whole("nodes", "cni", "ztunnel") },
    [],
  ],
  ["an earlier step of the other", { ...whole("step-1", "istio", "cni"), ...whole("step-2", ...all) }, []],
  [
    "engines say who applies them",
    { ...whole("east", "istio", "cni"), ...whole("west", ...all), ...flux("east"), ...flux("west") },
    ["DEL011 clusters/east/mesh.yaml"],
  ],
  [
    "of a set, by its addresses",
    { ...whole("east", "istio", "cni"), ...whole("west", ...all), ...applications("east", "west") },
    ["DEL011 argocd/mesh.yaml to its cluster east"],
  ],
])("%s", (_what, files, expected) => {
  const { findings } = checkPaths(
    ["."],
    { acceptedJumps: [], distribution: "sail" },
    { cwd: folderWith({ ...base, ...files }), stdin: () => "" },
  );
  const said = findings.filter(({ rule }) => ["AMB002", "KUS001", "DEL011", "PLAT003"].includes(rule));
  const parts = /without \w+|as \S+ builds it|to its cluster \w+/g;
  expect(
    said.map(({ rule, place, message }) => [rule, place?.file, ...(message.match(parts) ?? [])].join(" ")),
  ).toEqual(expected);
  expect(said.map(({ severity }) => severity)).toEqual(expected.map(() => "warning"));
});
