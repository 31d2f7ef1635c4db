import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { testWithKubectl } from "../support/kubectl";
import { runCli } from "../support/run-cli";

/*
 * Engines read other folders than what adopt is asked for: the base of an overlay, or what is built over a folder. What they apply is what runs.
 */

const sail = (kind: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const listing = (...what: readonly string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${what.join(", ")}]\n`;
const patched = (version: string) =>
  `[{ target: { kind: "Istio|IstioCNI" }, patch: '[{ "op": "replace", "path": "/spec/version", "value": "${version}" }]' }]`;
const patches = (version: string) => `patches: ${patched(version)}\n`;
const flux = (path: string, spec = "prune: true", name = "mesh") =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 10m, path: ${path}, sourceRef: { kind: GitRepository, name: flux-system }, ${spec} }\n`;
const set = (path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all, namespace: argocd }\nspec: { generators: [{ clusters: {} }], template: { metadata: { name: "{{name}}" }, spec: { project: default, source: { repoURL: https://git.example.com/ops, path: "${path}" }, destination: { name: "{{name}}" } } } }\n`;

const base = {
  ".git/HEAD": "",
  "base/kustomization.yaml": listing("all.yaml"),
  "base/all.yaml": `${sail("Istio")}---\n${sail("IstioCNI")}`,
};
const overlay = { ...base, "overlays/prod/kustomization.yaml": listing("../../base") + patches("v1.28.4") };
const more = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n";

const run = (folder: string, input: string) => runCli(["adopt", input, "--distribution", "sail"], folder);
const versionIn = (folder: string) =>
  existsSync(join(folder, "mesh.yaml")) &&
  (parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as { spec: { version: string } }).spec.version;

const taken: readonly [what: string, files: Record<string, string>, input: string, version: string, note: string][] = [
  [
    "an engine patches the base of an overlay that nobody applies",
    { ...overlay, "clusters/mesh.yaml": flux("./base", `patches: ${patched("v1.28.5")}`) },
    ".",
    "v1.28.5",
    "overlays/prod is passed over: nothing here applies it, and Kustomization/flux-system/mesh applies base, which is read instead",
  ],
  [
    "an engine reads that base as it stands",
    { ...overlay, "clusters/mesh.yaml": flux("./base") },
    ".",
    "v1.28.3",
    "overlays/prod is passed over",
  ],
  [
    "an engine reads the overlay as well",
    {
      ...overlay,
      "clusters/a.yaml": flux("./base", "prune: true", "a"),
      "clusters/mesh.yaml": flux("./overlays/prod"),
    },
    ".",
    "v1.28.4",
    "",
  ],
  [
    "the folder is the base of what an engine reads",
    { ...overlay, "clusters/mesh.yaml": flux("./overlays/prod") },
    "base",
    "v1.28.4",
    "is read as Kustomization/flux-system/mesh applies it, which builds overlays/prod over it",
  ],
  [
    "the folder is the base of what an engine reads and patches",
    { ...overlay, "clusters/mesh.yaml": flux("./overlays/prod", `patches: ${patched("v1.28.5")}`) },
    "base",
    "v1.28.5",
    "builds overlays/prod over it",
  ],
  [
    "an engine builds a folder with what stands above it",
    {
      ...overlay,
      "all/kustomization.yaml": listing("../overlays/prod", "more.yaml") + patches("v1.28.6"),
      "all/more.yaml": more,
      "clusters/mesh.yaml": flux("./all"),
    },
    "overlays/prod",
    "v1.28.6",
    "builds all over it",
  ],
  [
    "a file of what an engine builds",
    {
      ".git/HEAD": "",
      "mesh/kustomization.yaml": listing("istio/all.yaml") + patches("v1.28.5"),
      "mesh/istio/all.yaml": base["base/all.yaml"],
      "clusters/mesh.yaml": flux("./mesh"),
    },
    "mesh/istio",
    "v1.28.5",
    "builds mesh over it",
  ],
  ["an overlay of a base that nobody reads", { ...overlay, "clusters/mesh.yaml": flux("./shop") }, ".", "v1.28.4", ""],
  [
    "an overlay of which an engine reads another base, too",
    {
      ...overlay,
      "overlays/prod/kustomization.yaml": listing("../../base", "../../shop") + patches("v1.28.4"),
      "shop/kustomization.yaml": listing("a.yaml"),
      "shop/a.yaml": more,
      "clusters/shop.yaml": flux("./shop"),
    },
    ".",
    "v1.28.4",
    "",
  ],
];

for (const [what, files, input, version, note] of taken) {
  testWithKubectl(`${what}: what it applies is taken`, async () => {
    const folder = folderWith(files);
    const { code, err } = await run(folder, input);
    expect({ code, err, version: versionIn(folder) }).toEqual({ code: 0, err: expect.stringContaining(note), version });
    expect(existsSync(join(folder, "adopted/configmap-a.yaml"))).toBe(false);
  });
}

const refused: readonly [what: string, files: Record<string, string>, input: string, says: readonly string[]][] = [
  [
    "the overlay that nobody applies is named",
    { ...overlay, "clusters/mesh.yaml": flux("./base", `patches: ${patched("v1.28.5")}`) },
    "overlays/prod",
    [
      "Kustomization/flux-system/mesh applies base, and nothing here says who applies overlays/prod",
      "flux build kustomization mesh -n flux-system --path ./base | meshstep adopt -, kubectl kustomize overlays/prod | meshstep adopt -",
    ],
  ],
  [
    "a set may read the overlay",
    { ...overlay, "clusters/mesh.yaml": flux("./base"), "clusters/set.yaml": set("overlays/{{name}}") },
    ".",
    ["nothing here says who applies overlays/prod"],
  ],
  [
    "two are built over the folder",
    {
      ...overlay,
      "overlays/dev/kustomization.yaml": listing("../../base") + patches("v1.28.6"),
      "clusters/prod/mesh.yaml": flux("./overlays/prod"),
      "clusters/dev/mesh.yaml": flux("./overlays/dev", "prune: true", "dev"),
    },
    "base",
    ["build different things over base/all.yaml", "meshstep adopt overlays/dev, meshstep adopt overlays/prod"],
  ],
  [
    "what is built over the folder gives it other names",
    {
      ...overlay,
      "overlays/prod/kustomization.yaml": `${listing("../../base")}namePrefix: prod-\n`,
      "clusters/mesh.yaml": flux("./overlays/prod"),
    },
    "base",
    ["have other names or are left out, so the files are not what runs", "meshstep adopt overlays/prod"],
  ],
];

for (const [what, files, input, says] of refused) {
  testWithKubectl(`${what}: refused, with what brings it`, async () => {
    const folder = folderWith(files);
    const { code, err } = await run(folder, input);
    expect({ code, version: versionIn(folder) }).toEqual({ code: 2, version: false });
    for (const one of says) expect(err).toContain(one);
  });
}
