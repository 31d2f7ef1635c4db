import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { git, literally, type Repository, tryGit } from "./git";

/** A repository as it stands before something is committed to one of its folders. */
export interface GitState extends Repository {
  /** The commit that is checked out; none when there is no commit yet. */
  readonly head: string | undefined;
  /** The branch that is checked out; none when HEAD is detached. */
  readonly branch: string | undefined;
  /** What was begun and not brought to its end: `rebase`, `merge` … */
  readonly underWay: string | undefined;
}

/** Looks at a repository; nothing is changed. */
export function gitStateOf(repository: Repository): GitState {
  const { root } = repository;
  const head = tryGit(root, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]);
  const branch = tryGit(root, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
  return {
    ...repository,
    head: head.status === 0 ? head.stdout.toString("utf8").trim() : undefined,
    branch: branch.status === 0 ? branch.stdout.toString("utf8").trim() : undefined,
    underWay: underWay(root),
  };
}

/** Files of a folder that differ from HEAD or from what is staged, new ones included; paths below the root. */
export function uncommitted({ root, prefix }: Repository): readonly string[] {
  const args = ["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", literally(prefix)];
  return git(root, args, { env: { GIT_OPTIONAL_LOCKS: "0" } })
    .split("\0")
    .filter(Boolean)
    .map((line) => line.slice(3));
}

/** Paths below the root that Git would not take; files that are tracked already are not among them. */
export function ignored(root: string, paths: readonly string[]): readonly string[] {
  const found = tryGit(root, ["check-ignore", "-z", "--stdin"], { input: paths.map((path) => `${path}\0`).join("") });
  return found.stdout.toString("utf8").split("\0").filter(Boolean);
}

/** Names of all local branches. */
export function branchesOf(root: string): ReadonlySet<string> {
  return new Set(git(root, ["for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads"]).split("\n"));
}

/** Files and folders that Git keeps while something is under way. */
const traces = [
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
] as const;

function underWay(root: string): string | undefined {
  const paths = git(root, ["rev-parse", ...traces.flatMap(([trace]) => ["--git-path", trace])]).split("\n");
  return traces.find((_, index) => existsSync(resolve(root, paths[index] ?? "")))?.[1];
}
