import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { git, literally, type Repository, tryGit } from "./git";

/** A repository as it stands before something is committed to one of its folders. */
export interface GitState extends Repository {
  /** The commit that is checked out; none when there is no commit yet. */
  readonly head: string | undefined;
  /** The branch that is checked out; none when HEAD is detached. */
  readonly branch: string | undefined;
  /** What was begun and not brought to its end. */
  readonly underWay: UnderWay | undefined;
}

/** Something of Git's that takes several steps. */
export interface UnderWay {
  /** As Git calls it: `rebase`, `merge` … */
  readonly what: string;
  /** What ends it without a trace. */
  readonly end: string;
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

/** Files and folders that Git keeps while something is under way; the first that is there tells what. */
const traces = [
  ["rebase-merge", "rebase"],
  ["rebase-apply/applying", "am"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
  // Between two picks of a row, and after a pick that was committed by hand, only its list is left.
  ["sequencer/todo", "cherry-pick"],
  ["BISECT_LOG", "bisect"],
] as const;

function underWay(root: string): UnderWay | undefined {
  const paths = git(root, ["rev-parse", ...traces.flatMap(([trace]) => ["--git-path", trace])]).split("\n");
  const at = traces.findIndex((_, index) => existsSync(resolve(root, paths[index] ?? "")));
  const [trace, name] = traces[at] ?? [];
  if (name === undefined) return undefined;
  const what = trace === "sequencer/todo" ? rowOf(resolve(root, paths[at] ?? "")) : name;
  return { what, end: what === "bisect" ? "git bisect reset" : `git ${what} --abort` };
}

/** Picks and reverts share their list of what is still to be done. */
function rowOf(todo: string): string {
  return /^revert\b/m.test(readFileSync(todo, "utf8")) ? "revert" : "cherry-pick";
}
