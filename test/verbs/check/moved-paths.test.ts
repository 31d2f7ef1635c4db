import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* An engine's object is pointed to another folder: what its cluster gets goes from what the old one builds to what the new one does. */

type Files = Readonly<Record<string, string>>;

const kept = `annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false" }`;
const part = (kind: string, version: string, namespace: string) => `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata: { name: default, ${kept} }
spec: { version: ${version}, namespace: ${namespace}${kind === "ZTunnel" ? "" : ", profile: ambient"} }
`;
const mesh = (folder: string, version: string, names = ["istio", "cni", "ztunnel"]): Files => ({
  [`${folder}/kustomization.yaml`]: `resources: [${names.map((name) => `${name}.yaml`).join(", ")}]\n`,
  [`${folder}/istio.yaml`]: part("Istio", version, "istio-system"),
  [`${folder}/cni.yaml`]: part("IstioCNI", version, "istio-cni"),
  ...(names.includes("ztunnel") && { [`${folder}/ztunnel.yaml`]: part("ZTunnel", version, "istio-system") }),
});
const application = (
  path: string,
  name = "mesh",
  server = "https://kubernetes.default.svc",
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/mesh.git, targetRevision: main, path: ${path} }
  destination: { server: "${server}" }
  syncPolicy: { automated: { prune: true } }
`;
const flux = (path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec:
  path: ./${path}
  interval: 10m
  prune: true
  wait: true
  sourceRef: { kind: GitRepository, name: flux-system }
  postBuild: { substitute: { version: v1.28.3 } }
`;
const pointed = (path: string, folders: Files): Files => ({ "apps/mesh.yaml": application(path), ...folders });

function said(before: Files, after: Files): readonly string[] {
  const [from, to] = [folderWith(before), folderWith(after)];
  const choices = { acceptedJumps: [], distribution: "sail" as const, release: "1.30.3" };
  const { findings, notes } = checkTransition({ from, to: [to] }, choices, { cwd: "/" });
  return [
    ...new Set(
      findings.flatMap(({ rule, object }) =>
        /^(SKEW|SNAP|SCH|DEL01[13]|CP|ZTN)/.test(rule) ? [`${rule} ${object}`] : [],
      ),
    ),
    ...notes.filter((note) => note.includes("the step of")),
  ];
}

const plain = (folder: string, version: string): Files => {
  const { [`${folder}/kustomization.yaml`]: _, ...files } = mesh(folder, version);
  return files;
};
const overlay = (version: string): Files => ({
  ...mesh("base", "v1.28.1"),
  "overlays/prod/kustomization.yaml": `resources: [../../base]\npatches: [{ target: { group: sailoperator.io }, patch: '[{ op: replace, path: /spec/version, value: ${version} }]' }]\n`,
});
const phase = (number: string, version: string): Files => ({
  ...Object.fromEntries(
    Object.entries(mesh("mesh", version)).map(([name, text]) => [`out/east/phases/${number}/manifests/${name}`, text]),
  ),
});

test.each<[string, Files, Files, readonly string[]]>([
  [
    "the same objects",
    pointed("mesh", { ...mesh("mesh", "v1.28.3"), ...mesh("next", "v1.28.3") }),
    pointed("next", { ...mesh("mesh", "v1.28.3"), ...mesh("next", "v1.28.3") }),
    [],
  ],
  [
    "the same objects in folders without a kustomization",
    pointed("mesh", { ...plain("mesh", "v1.28.3"), ...plain("next", "v1.28.3") }),
    pointed("next", { ...plain("mesh", "v1.28.3"), ...plain("next", "v1.28.3") }),
    [],
  ],
  [
    "the same objects, and the old folder goes",
    pointed("mesh", mesh("mesh", "v1.28.3")),
    pointed("next", mesh("next", "v1.28.3")),
    [],
  ],
  [
    "the same objects with values of Flux",
    { "clusters/east/mesh.yaml": flux("mesh"), ...mesh("mesh", `"\${version}"`), ...mesh("next", `"\${version}"`) },
    { "clusters/east/mesh.yaml": flux("next"), ...mesh("mesh", `"\${version}"`), ...mesh("next", `"\${version}"`) },
    [],
  ],
  [
    "two minors at once",
    pointed("mesh", { ...mesh("mesh", "v1.28.3"), ...mesh("next", "v1.30.3") }),
    pointed("next", { ...mesh("mesh", "v1.28.3"), ...mesh("next", "v1.30.3") }),
    expect.arrayContaining(["SKEW003 Istio/default"]),
  ],
  [
    "an overlay with two minors at once",
    pointed("mesh", { ...mesh("mesh", "v1.28.3"), ...overlay("v1.30.3") }),
    pointed("overlays/prod", { ...mesh("mesh", "v1.28.3"), ...overlay("v1.30.3") }),
    expect.arrayContaining(["SKEW003 Istio/default"]),
  ],
  [
    "one without ztunnel",
    pointed("mesh", { ...mesh("mesh", "v1.28.3"), ...mesh("next", "v1.28.3", ["istio", "cni"]) }),
    pointed("next", { ...mesh("mesh", "v1.28.3"), ...mesh("next", "v1.28.3", ["istio", "cni"]) }),
    ["DEL011 ZTunnel/default"],
  ],
  [
    "a phase of ours",
    pointed("out/east/phases/01-start/manifests/mesh", {
      ...phase("01-start", "v1.28.3"),
      ...phase("02-next", "v1.30.3"),
      ...phase("03-last", "v1.30.3"),
    }),
    pointed("out/east/phases/02-next/manifests/mesh", {
      ...phase("01-start", "v1.28.3"),
      ...phase("02-next", "v1.30.3"),
      ...phase("03-last", "v1.30.3"),
    }),
    expect.arrayContaining(["SKEW003 Istio/default"]),
  ],
  [
    "a phase of ours that changes nothing",
    pointed("out/east/phases/01-start/manifests/mesh", {
      ...phase("01-start", "v1.28.3"),
      ...phase("02-next", "v1.28.3"),
      ...phase("03-last", "v1.30.3"),
    }),
    pointed("out/east/phases/02-next/manifests/mesh", {
      ...phase("01-start", "v1.28.3"),
      ...phase("02-next", "v1.28.3"),
      ...phase("03-last", "v1.30.3"),
    }),
    [],
  ],
])("%s", (_what, before, after, expected) => expect(said(before, after)).toEqual(expected));

test("one of two clusters goes to the folder that the other one reads already", () => {
  const folders = { ...mesh("mesh", "v1.28.3"), ...mesh("next", "v1.30.3") };
  const apps = (east: string) => ({
    "apps/mesh.yaml": `${application(east, "mesh-east", "https://east.example")}---\n${application("next", "mesh-west", "https://west.example")}`,
  });
  expect(said({ ...apps("mesh"), ...folders }, { ...apps("next"), ...folders })).toContain("SKEW003 Istio/default");
  expect(said({ ...apps("mesh"), ...folders }, { ...apps("mesh"), ...folders })).toEqual([]);
});
