import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* Several clusters apply one path, and what tells them apart stands in the engine's objects: patches, or values for variables. */

type Files = Readonly<Record<string, string>>;

const part = (kind: string, version: string, namespace: string) => `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata:
  name: default
  annotations: { kustomize.toolkit.fluxcd.io/prune: disabled, argocd.argoproj.io/sync-options: "Prune=false,Delete=false" }
spec: { version: ${version}, namespace: ${namespace}${kind === "ZTunnel" ? "" : ", profile: ambient"} }
`;
const base = (version: string): Files => ({
  "mesh/kustomization.yaml": "resources: [istio.yaml, cni.yaml, ztunnel.yaml]\n",
  "mesh/istio.yaml": part("Istio", version, "istio-system"),
  "mesh/cni.yaml": part("IstioCNI", version, "istio-cni"),
  "mesh/ztunnel.yaml": part("ZTunnel", version, "istio-system"),
});
const versionPatch = (version: string) =>
  `[{ target: { group: sailoperator.io }, patch: '[{ op: replace, path: /spec/version, value: ${version} }]' }]`;
const flux = (more: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec:
  path: ./mesh
  interval: 10m
  prune: true
  wait: true
  sourceRef: { kind: GitRepository, name: flux-system }
  ${more}
`;
const application = (name: string, version: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh-${name}, namespace: argocd }
spec:
  project: default
  source:
    repoURL: https://git.example.com/mesh.git
    targetRevision: main
    path: mesh
    kustomize: { patches: ${versionPatch(version)} }
  destination: { server: "https://${name}.example:6443" }
`;
const set = (versions: Readonly<Record<string, string>>) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: mesh, namespace: argocd }
spec:
  goTemplate: true
  generators:
    - list:
        elements:
${Object.entries(versions)
  .map(([name, version]) => `          - { name: ${name}, version: ${version} }\n`)
  .join("")}  template:
    metadata: { name: "mesh-{{ .name }}" }
    spec:
      project: default
      source:
        repoURL: https://git.example.com/mesh.git
        targetRevision: main
        path: mesh
        kustomize: { patches: ${versionPatch("{{ .version }}")} }
      destination: { server: "https://{{ .name }}.example:6443" }
`;

/** Two clusters, each with a version, by the ways in which an engine's object gives it. */
const ways: Readonly<Record<string, (east: string, west: string) => Files>> = {
  "patches of Flux": (east, west) => ({
    ...base("v1.28.1"),
    "clusters/east/mesh.yaml": flux(`patches: ${versionPatch(east)}`),
    "clusters/west/mesh.yaml": flux(`patches: ${versionPatch(west)}`),
  }),
  "values of Flux": (east, west) => ({
    ...base(`"\${version}"`),
    "clusters/east/mesh.yaml": flux(`postBuild: { substitute: { version: ${east} } }`),
    "clusters/west/mesh.yaml": flux(`postBuild: { substitute: { version: ${west} } }`),
  }),
  "values of a ConfigMap of each": (east, west) => {
    const values = (version: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: values, namespace: flux-system }\ndata: { version: ${version} }\n`;
    const from = flux("postBuild: { substituteFrom: [{ kind: ConfigMap, name: values }] }");
    return {
      ...base(`"\${version}"`),
      "clusters/east/mesh.yaml": from,
      "clusters/east/values.yaml": values(east),
      "clusters/west/mesh.yaml": from,
      "clusters/west/values.yaml": values(west),
    };
  },
  "patches of Applications": (east, west) => ({
    ...base("v1.28.1"),
    "apps/mesh.yaml": `${application("east", east)}---\n${application("west", west)}`,
  }),
  "elements of an ApplicationSet": (east, west) => ({ ...base("v1.28.1"), "apps/mesh.yaml": set({ east, west }) }),
};

const choices = { acceptedJumps: [], distribution: "sail" as const, release: "1.30.3" };
type Findings = ReturnType<typeof checkPaths>["findings"];
const said = (findings: Findings) => [
  ...new Set(
    findings.flatMap(({ rule, place }) =>
      /^(SKEW|VER|SNAP|SCH|ZTN|NS)/.test(rule) ? [`${rule} ${end(place?.file)}:${place?.line}`] : [],
    ),
  ),
];
const end = (file = "") => file.replace(/.*\/(?=clusters\/|apps\/|mesh\/)/, "");
const step = (before: Files, after: Files) => {
  const [from, to] = [folderWith(before), folderWith(after)];
  return checkTransition({ from, to: [to] }, choices, { cwd: "/" });
};
const placeOf = (way: string, cluster: "east" | "west") => {
  if (way.includes("ConfigMap")) return new RegExp(`^clusters/${cluster}/values.yaml:4$`);
  if (way.includes("Application"))
    return cluster === "east" ? /^apps\/mesh.yaml:(9|10)$/ : /^apps\/mesh.yaml:(1[01]|2\d)$/;
  return new RegExp(`^clusters/${cluster}/mesh.yaml:10$`);
};

describe.each(Object.keys(ways))("%s", (way) => {
  const files = ways[way] as (east: string, west: string) => Files;

  test.each(["east", "west"] as const)("a state is judged for %s", (cluster) => {
    const tree = (version: string) => (cluster === "east" ? files(version, "v1.28.3") : files("v1.28.3", version));
    const state = (version: string) => checkPaths(["."], choices, { cwd: folderWith(tree(version)) }).findings;
    expect(said(state("v1.28.2"))).toEqual([]);
    const found = said(state("v1.99.0"));
    expect(found.map((one) => one.split(" ")[0])).toEqual(["VER001"]);
    expect(found[0]?.split(" ")[1]).toMatch(placeOf(way, cluster));
    // And so it is when the step comes from a state where all was right.
    expect(said(step(tree("v1.28.3"), tree("v1.99.0")).findings)).toContainEqual(found[0]);
    expect(said(step(tree("v1.99.0"), tree("v1.99.0")).findings)).toContainEqual(found[0]);
  });

  test.each([
    ["east", files("v1.28.3", "v1.28.3"), files("v1.30.3", "v1.28.3")],
    ["west", files("v1.28.3", "v1.28.3"), files("v1.28.3", "v1.30.3")],
    ["east", files("v1.28.3", "v1.30.3"), files("v1.30.3", "v1.30.3")],
    ["west", files("v1.30.3", "v1.28.3"), files("v1.30.3", "v1.30.3")],
  ] as const)("a step is judged where %s takes it", (cluster, before, after) => {
    const found = said(step(before, after).findings);
    expect(found.map((one) => one.split(" ")[0])).toContain("SKEW001");
    for (const one of found) expect(one.split(" ")[1]).toMatch(placeOf(way, cluster));
  });

  test.each([
    ["nothing moves", files("v1.28.3", "v1.30.3"), files("v1.28.3", "v1.30.3")],
    ["both are exchanged for nobody", files("v1.28.3", "v1.28.3"), files("v1.28.3", "v1.28.3")],
  ])("nothing is said where %s", (_what, before, after) => expect(said(step(before, after).findings)).toEqual([]));
});

test("a cluster that is new has no step", () => {
  const both = ways["patches of Flux"]?.("v1.26.8", "v1.30.3") ?? {};
  const { "clusters/west/mesh.yaml": _, ...east } = both;
  const { findings, notes } = step(east, both);
  expect(said(findings).filter((one) => one.startsWith("SKEW"))).toEqual([]);
  expect(notes).toContainEqual(
    expect.stringMatching(/^not judged: the step of Kustomization mesh of .*clusters\/west/),
  );
});

test("only one of two clusters patches another object of one path", () => {
  const operator: Files = {
    "operator/release.yaml": `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: sail-operator, namespace: sail-operator, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }
spec: { interval: 10m, chart: { spec: { chart: sail-operator, version: 1.30.3, sourceRef: { kind: HelmRepository, name: sail } } } }
`,
    ...Object.fromEntries(
      ["east", "west"].map((name) => [
        `clusters/${name}/operator.yaml`,
        flux("").replace("name: mesh", "name: operator").replace("./mesh", "./operator"),
      ]),
    ),
  };
  const before = { ...(ways["patches of Flux"]?.("v1.30.2", "v1.30.3") ?? {}), ...operator };
  const patch = `patches: [{ target: { kind: HelmRelease }, patch: '[{ op: replace, path: /spec/chart/spec/version, value: 1.30.4 }]' }]`;
  const after = {
    ...before,
    "clusters/east/operator.yaml": `${(operator["clusters/east/operator.yaml"] ?? "").trimEnd()}\n  ${patch}\n`,
  };
  expect(said(step(before, after).findings)).toEqual([]);
});
