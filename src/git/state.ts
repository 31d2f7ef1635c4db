import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { git, literally, type Repository, tryGit } from "./git";

/** A repository as it stands before something is committed to one of its folders. */
export interface GitState extends Repository {
  /** The commit that is checked out; none when there is no commit yet. */
  readonly head: string | undefined;
  /** The branch that is checked out; none when HEAD is detached. */
  readonly branch: string | undefined;
  /** Files of the folder that differ from HEAD or from what is staged, new ones included; paths below the root. */
  readonly uncommitted: readonly string[];
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
  const { root, prefix, gitDir } = repository;
  const args = ["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--no-renames"];
  const path = prefix ? ["--", literally(prefix)] : [];
  const lines = git(root, [...args, ...path], { env: { GIT_OPTIONAL_LOCKS: "0" } }).split("\0");
  const headed = (name: string) => lines.find((line) => line.startsWith(`# ${name} `))?.slice(name.length + 3);
  const [head, branch] = [headed("branch.oid"), headed("branch.head")];
  return {
    ...repository,
    head: head === "(initial)" ? undefined : head,
    branch: branch === "(detached)" ? undefined : branch,
    uncommitted: lines.flatMap((line) => uncommitted.exec(line)?.groups?.["path"] ?? []),
    underWay: underWay(gitDir),
  };
}

/** How many fields stand before the path of what is new, changed, or not merged. */
const uncommitted = /^(?:\? |1 (?:\S+ ){7}|u (?:\S+ ){9})(?<path>.+)$/s;

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

function underWay(gitDir: string): UnderWay | undefined {
  const [trace, name] = traces.find(([one]) => existsSync(join(gitDir, one))) ?? [];
  if (name === undefined) return undefined;
  const what = trace === "sequencer/todo" ? rowOf(join(gitDir, trace)) : name;
  return { what, end: what === "bisect" ? "git bisect reset" : `git ${what} --abort` };
}

/** Picks and reverts share their list of what is still to be done. */
function rowOf(todo: string): string {
  return /^revert\b/m.test(readFileSync(todo, "utf8")) ? "revert" : "cherry-pick";
}
