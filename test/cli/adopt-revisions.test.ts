import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A tag, a commit and a range stand still: a live folder that is read by one never arrives. HEAD is a branch that only the clone knows by name.
 */

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const url = "https://git.example.com/ops/mesh.git";
const application = (revision: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { project: default, source: { repoURL: "${url}", path: mesh, targetRevision: "${revision}" }, destination: { server: https://kubernetes.default.svc } }\n`;
const commit = "8e17a905556cca77119e7016736f57dd4a91a499";
const tagged = "4d5c1f0e6b0e4d0db34b6f3c0c7d1b9a2e3f4a5b";
const clone = (head: string, refs: string, remote = url) => ({
  ".git/config": `[remote "origin"]\n\turl = ${remote}\n`,
  ".git/HEAD": `${head}\n`,
  ".git/packed-refs": `# pack-refs with: peeled fully-peeled sorted\n${refs}`,
});
const master = {
  ...clone("ref: refs/heads/env/prod", `${commit} refs/remotes/origin/env/prod\n${commit} refs/remotes/origin/v2\n`),
  ".git/refs/heads/env/prod": `${commit}\n`,
  ".git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/master\n",
};

async function adopted(revision: string, git: Record<string, string>) {
  const folder = folderWith({ "mesh/istio.yaml": istio, "apps/mesh.yaml": application(revision), ...git });
  const { err } = await runCli(["adopt", "mesh", "--distribution", "sail"], folder);
  const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8"));
  return { revision: spec.delivery.repository.revision, notes: err.split("\n").filter((one) => /\breads\b/.test(one)) };
}

test.each<[what: string, revision: string, git: Record<string, string>, written: string | undefined]>([
  ["HEAD is what the remote begins with", "HEAD", master, "master"],
  ["no revision is HEAD", "", master, "master"],
  ["a clone of one usual branch", "HEAD", clone("ref: refs/heads/main", `${commit} refs/heads/main\n`), undefined],
  ["the branch that is checked out", "env/prod", master, "env/prod"],
  ["by its whole name", "refs/heads/env/prod", master, "env/prod"],
])("%s", async (_what, revision, git, written) => {
  expect(await adopted(revision, git)).toEqual({ revision: written, notes: [] });
});

test.each<[what: string, revision: string, reads: string]>([
  ["a tag by its looks", "v1.4.0-rc.1", "the tag v1.4.0-rc.1"],
  ["a tag by its whole name", "refs/tags/spring", "the tag spring"],
  ["a commit", commit, `the commit ${commit}`],
  ["a range", ">=1.0.0", ">=1.0.0, which is not the name of a branch"],
])("%s stands still", async (_what, revision, reads) => {
  const { revision: written, notes } = await adopted(revision, master);
  expect(written).toBe("master");
  expect(notes.join("\n")).toContain(
    `Application/argocd/mesh reads ${reads}, and nothing that is promoted arrives by that: spec.delivery.repository.revision is master;`,
  );
});

test("a branch that is called like a tag, and a tag like a branch", async () => {
  expect((await adopted("v2", master)).revision).toBe("v2");
  const refs = `${commit} refs/heads/main\n${tagged} refs/tags/spring\n^${commit}\n`;
  const { revision, notes } = await adopted("spring", clone(commit, refs));
  // It is what is checked out, and stands still all the same.
  expect(revision).toBeUndefined();
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain("reads the tag spring, and nothing that is promoted arrives by that");
});

test("a repository of which nothing says what it begins with", async () => {
  const { revision, notes } = await adopted("HEAD", { ".git/HEAD": "ref: refs/heads/trial\n" });
  expect(revision).toBeUndefined();
  expect(notes.join("\n")).toContain("reads HEAD, and nothing here says which branch that is");
});

test("a worktree has its own HEAD, and the refs of its clone", async () => {
  const { ".git/HEAD": _, ...rest } = master;
  const common = Object.fromEntries(Object.entries(rest).map(([name, text]) => [name.replace(".git", "clone"), text]));
  const worktree = {
    ".git": "gitdir: clone/worktrees/w\n",
    "clone/worktrees/w/HEAD": "ref: refs/heads/env/prod\n",
  };
  expect(await adopted("HEAD", { ...common, ...worktree })).toEqual({ revision: "master", notes: [] });
});

test.each([
  ["tag: v2.0.0", "the tag v2.0.0"],
  [`branch: main, commit: ${commit}`, `the commit ${commit}`],
  ["semver: 1.x", "the newest tag of 1.x"],
  ["name: refs/pull/4/head", "refs/pull/4/head"],
])("a GitRepository with %s", async (ref, what) => {
  const kustomization =
    "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: mesh, namespace: flux-system }\nspec: { interval: 10m, path: ./mesh, prune: true, sourceRef: { kind: GitRepository, name: ops } }\n";
  const source = `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: ops, namespace: flux-system }\nspec: { interval: 1m, url: "${url}", ref: { ${ref} } }\n`;
  const folder = folderWith({ "mesh/istio.yaml": istio, "apps/a.yaml": `${kustomization}---\n${source}`, ...master });
  const { err } = await runCli(["adopt", "mesh", "--distribution", "sail"], folder);
  expect(err).toContain(`GitRepository/flux-system/ops brings ${what}, and no commit arrives by that`);
});
