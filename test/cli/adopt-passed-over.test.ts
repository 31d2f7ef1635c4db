import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/* What engines leave out of a folder that they read is no mesh of its own: that is told, once, and taken where it is asked for by name. */

const sail = (kind: string, version = "v1.28.3") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-system }\n`;
const policy = (name: string) =>
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: ${name}, namespace: istio-system }\nspec: {}\n`;
const application = (directory: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { project: default, source: { repoURL: "https://git.example.com/ops", path: clusters${directory} }, destination: { name: in-cluster } }\n`;
const flux =
  "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: mesh, namespace: flux-system }\nspec: { path: ./clusters, prune: true, interval: 1m, sourceRef: { kind: GitRepository, name: flux-system } }\n";
const git = { ".git/HEAD": "ref: refs/heads/main\n" };
const old = { "clusters/old/istio.yaml": sail("Istio", "v1.28.1") };
const below = { ...git, ...old, "clusters/prod/istio.yaml": sail("Istio") };
const beside = { ...git, ...old, "clusters/istio.yaml": sail("Istio") };
const listing = { "clusters/kustomization.yaml": "kind: Kustomization\nresources: [istio.yaml]\n" };

interface Row {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly how: string;
  readonly why: string;
}

const rows: readonly Row[] = [
  {
    what: "directory.exclude",
    files: { ...below, "apps/mesh.yaml": application(', directory: { recurse: true, exclude: "old/*" }') },
    how: "Application/argocd/mesh reads clusters, and leaves it out",
    why: "Application/argocd/mesh leaves it out of clusters by directory.exclude",
  },
  {
    what: "directory.include",
    files: { ...below, "apps/mesh.yaml": application(', directory: { recurse: true, include: "prod/*" }') },
    how: "Application/argocd/mesh reads clusters, and leaves it out",
    why: "Application/argocd/mesh does not take it by directory.include",
  },
  {
    what: "a directory that is not recursive",
    files: { ...beside, "apps/mesh.yaml": application("") },
    how: "Application/argocd/mesh reads clusters, and leaves it out",
    why: "Application/argocd/mesh goes into no folders below clusters",
  },
  {
    what: "a kustomization, Argo CD",
    files: { ...beside, ...listing, "apps/mesh.yaml": application("") },
    how: "Application/argocd/mesh reads clusters, whose kustomization does not list it",
    why: "Application/argocd/mesh builds clusters, whose kustomization does not list it",
  },
  {
    what: "a kustomization, Flux",
    files: { ...beside, ...listing, "apps/mesh.yaml": flux },
    how: "Kustomization/flux-system/mesh reads clusters, whose kustomization does not list it",
    why: "Kustomization/flux-system/mesh builds clusters, whose kustomization does not list it",
  },
];

const adopt = (folder: string, ...args: readonly string[]) =>
  runCli(["adopt", ...args, "--distribution", "sail"], folder);
const notesOf = (err: string, word: string) =>
  err.split("\n").filter((line) => line.startsWith("note: ") && line.includes(word));

describe.each(rows)("$what", ({ files, how, why }) => {
  test.each([
    ["one", ["."]],
    ["--all", [".", "--all"]],
  ])("is no mesh of its own, and told once: %s", async (_, args) => {
    const folder = folderWith(files);
    const { code, err } = await adopt(folder, ...args);
    expect({ code, told: notesOf(err, "clusters/old") }).toEqual({
      code: 0,
      told: [`note: no mesh of its own, as nothing here applies it: clusters/old (${how})`],
    });
    expect(existsSync(join(folder, "meshes/old"))).toBe(false);
  });

  test.each([
    ["its folder", ["clusters/old"]],
    ["its folder, --all", ["clusters/old", "--all"]],
    ["its file", ["clusters/old/istio.yaml"]],
  ])("is taken by name, and told once: %s", async (_, args) => {
    const { code, err } = await adopt(folderWith(files), ...args);
    expect({ code, told: notesOf(err, "clusters/old") }).toEqual({
      code: 0,
      told: [`note: taken as you name it, although nothing here applies it: clusters/old/istio.yaml (${why})`],
    });
  });
});

describe("an overlay inside of a folder that is applied", () => {
  const tree = {
    ...git,
    "apps/mesh.yaml": application(""),
    "clusters/kustomization.yaml": "resources: [base]\n",
    "clusters/base/kustomization.yaml": "resources: [istio.yaml]\n",
    "clusters/base/istio.yaml": sail("Istio"),
    "clusters/next/kustomization.yaml": "resources: [../base, ztunnel.yaml]\n",
    "clusters/next/ztunnel.yaml": sail("ZTunnel"),
  };
  const made = [sail("Istio"), sail("ZTunnel")];
  const kustomize = `const made = ${JSON.stringify(made)}; return (/next$/.test(args[1]) ? made : made.slice(0, 1)).join("---\\n");`;
  const applies = "Application/argocd/mesh applies";

  test.each<[what: string, more: Readonly<Record<string, string>>]>([
    [
      "that patches",
      {
        "clusters/next/kustomization.yaml":
          "resources: [../base, ztunnel.yaml]\nlabels: []\npatches: [{ target: { kind: Foo }, patch: '[]' }]\n",
      },
    ],
    ["that lists", {}],
  ])("is nothing that this applies: %s", async (_, more) => {
    const folder = folderWith({ ...tree, ...more });
    const { err } = await withPrograms({ kustomize }, () => adopt(folder, "clusters/next"));
    // What is built of the base is another object than what stands in its file.
    expect(err).not.toMatch(/applies (Istio\/default, )?ZTunnel\/default/);
    if (more["clusters/next/kustomization.yaml"] === undefined) return;
    expect(err).not.toContain(applies);
    expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).not.toContain("delivery:");
  });

  test("is what this applies where its kustomization lists it", async () => {
    const folder = folderWith({ ...tree, "clusters/kustomization.yaml": "resources: [next]\n" });
    expect((await withPrograms({ kustomize }, () => adopt(folder, "clusters/next"))).err).toContain(applies);
  });
});

describe("files that a kustomization does not list", () => {
  const tree = { ...git, ...listing, "clusters/istio.yaml": sail("Istio"), "clusters/draft.yaml": policy("draft") };
  const told = "clusters/draft.yaml (the kustomization of clusters does not list it)";

  test.each([
    ["its folder", ["clusters"]],
    ["a folder above", ["."]],
  ])("are told once: %s", async (_, args) => {
    const { code, err } = await adopt(folderWith(tree), ...args);
    expect({ code, told: notesOf(err, "draft.yaml") }).toEqual({
      code: 0,
      told: [`note: left out, as nothing here applies it: ${told}`],
    });
  });

  test.each<[what: string, more: Readonly<Record<string, string>>]>([
    ["listed", { "clusters/kustomization.yaml": "kind: Kustomization\nresources: [istio.yaml, draft.yaml]\n" }],
    [
      "listed by the kustomization of a folder above",
      { "kustomization.yaml": "kind: Kustomization\nresources: [clusters, clusters/draft.yaml]\n" },
    ],
    [
      "of a base beside",
      {
        "clusters/draft.yaml": "",
        "clusters/base/kustomization.yaml": "resources: [draft.yaml]\n",
        "clusters/base/draft.yaml": policy("draft"),
      },
    ],
    [
      "nothing of a mesh",
      { "clusters/draft.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\n" },
    ],
    ["no manifest", { "clusters/draft.yaml": "values: { istio.io/a: b }\n" }],
  ])("are not meant: %s", async (_, more) => {
    const { err } = await adopt(folderWith({ ...tree, ...more }), "clusters");
    expect(notesOf(err, "draft.yaml")).toEqual([]);
  });
});
