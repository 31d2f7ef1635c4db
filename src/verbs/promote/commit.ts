import { createHash } from "node:crypto";
import { InputError } from "../../findings/input-error";
import { readLiveFolder } from "../../git/folder";
import { blobsAt, git, gitFailed, literally, tryGit } from "../../git/git";
import { branchesOf, type GitState } from "../../git/state";
import type { LiveFolder } from "../../live/folder";
import { changedPaths, type ManifestFiles } from "../../snapshot/write/manifest-files";
import { type Replaced, replaceFolder } from "../../snapshot/write/replace";

/** One commit that holds one phase. */
export interface CommitStep {
  readonly before: ManifestFiles;
  readonly after: ManifestFiles;
  readonly message: string;
  /** A branch to make for it, on top of what is checked out. */
  readonly branch: string | undefined;
}

/**
 * Writes and commits each step, with only the live folder in it; hooks run.
 * Whatever fails on the way, folder, index and branches are afterwards as they were.
 *
 * @param own branches that were made before and are made anew, with their tips
 * @param goBack check out again, in the end, what was checked out
 * @throws InputError with the words of Git or of its hooks
 */
export function commitSteps(
  live: LiveFolder,
  state: GitState,
  steps: readonly CommitStep[],
  own: ReadonlyMap<string, string>,
  goBack: boolean,
): readonly Replaced[] {
  return holdingSignals(() => {
    const done: Replaced[] = [];
    const made: string[] = [];
    try {
      for (const step of steps) {
        if (step.branch) {
          made.push(step.branch);
          git(state.root, ["checkout", "--quiet", own.has(step.branch) ? "-B" : "-b", step.branch]);
        }
        done.push(commitStep(live, state, step));
        if (step.branch) keepIfSame(state.root, step.branch, own.get(step.branch));
      }
      if (goBack) checkOut(state);
      return done;
    } catch (error) {
      throw withTidying(error, undefined, () => {
        checkOut(state, noHooks);
        const existing = made.length > 0 ? branchesOf(state.root) : new Set();
        const left = made.filter((branch) => existing.has(branch) && !own.has(branch));
        if (left.length > 0) git(state.root, ["branch", "--quiet", "-D", ...left]);
        for (const branch of made) {
          const tip = own.get(branch);
          if (tip !== undefined) git(state.root, ["update-ref", `refs/heads/${branch}`, tip]);
        }
      });
    }
  });
}

/** A branch that says what it has said keeps its commit: nobody has to look at it again, or push it. */
function keepIfSame(root: string, branch: string, tip: string | undefined): void {
  if (tip === undefined) return;
  const described = (commit: string) => git(root, ["show", "--no-patch", "--format=%P%n%T%n%B", commit]);
  if (described(tip) === described("HEAD")) git(root, ["update-ref", `refs/heads/${branch}`, tip]);
}

const noHooks = ["-c", "core.hooksPath=/dev/null"];

function commitStep(live: LiveFolder, { root, prefix }: GitState, step: CommitStep): Replaced {
  const head = headOf(root);
  const replaced = replaceFolder(live.path, step.before, step.after);
  try {
    git(root, ["add", "--all", "--", literally(prefix)]);
    commit(root, prefix, step.message);
    assertCommitted(live, root, prefix, step.after);
    return replaced;
  } catch (error) {
    throw withTidying(error, nothingHappened, () => {
      replaced.undo();
      if (headOf(root) !== head) git(root, head ? ["reset", "--soft", head] : ["update-ref", "-d", "HEAD"]);
      unstage(root, prefix, head);
    });
  }
}

function commit(root: string, prefix: string, message: string): void {
  const args = ["commit", "--quiet", "--cleanup=whitespace", "--file=-", "--", literally(prefix)];
  const { status, stdout, stderr } = tryGit(root, args, { input: message });
  if (status !== 0) throw gitFailed(args, stderr || stdout.toString("utf8"));
}

/** Hooks and filters may rewrite what is committed; a phase has to stay what it is. */
function assertCommitted(live: LiveFolder, root: string, prefix: string, after: ManifestFiles): void {
  const committed = blobsAt(root, "HEAD", prefix);
  const isSame = (path: string, id: string): boolean => blobId(after.get(path) ?? "", id) === id;
  const changed = [
    ...committed.filter(({ path, object }) => !after.has(path) || !isSame(path, object)).map(({ path }) => path),
    ...changedPaths(after, readLiveFolder(live.path, live.shown)),
  ];
  if (changed.length === 0 && committed.length === after.size) return;
  throw InputError.of(
    `${live.shown}/${changed[0] ?? ""}: a hook or a filter of Git changed it while it was committed`,
    {
      hint: `A phase is committed byte for byte: leave ${live.shown} out of that hook. The commit was taken back.`,
    },
  );
}

/** The id that Git gives a text; `like` is an id of the same repository, which tells SHA-1 from SHA-256. */
function blobId(text: string, like: string): string {
  const algorithm = like.length === 40 ? "sha1" : "sha256";
  return createHash(algorithm)
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");
}

/** Takes the folder out of the index again, where it got in. */
function unstage(root: string, prefix: string, head: string | undefined): void {
  const paths = ["--", literally(prefix)];
  if (tryGit(root, ["diff", "--cached", "--quiet", ...paths]).status === 0) return;
  git(root, head ? ["reset", "--quiet", ...paths] : ["rm", "-r", "--quiet", "--cached", "--ignore-unmatch", ...paths]);
}

function headOf(root: string): string | undefined {
  const { status, stdout } = tryGit(root, ["rev-parse", "--quiet", "--verify", "HEAD"]);
  return status === 0 ? stdout.toString("utf8").trim() : undefined;
}

function checkOut({ root, branch, head }: GitState, options: readonly string[] = []): void {
  const isThere = () => {
    const now = tryGit(root, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
    return branch === undefined
      ? now.status !== 0 && headOf(root) === head
      : now.stdout.toString("utf8").trim() === branch;
  };
  if (isThere()) return;
  const args = [...options, "checkout", "--quiet", ...(branch === undefined ? ["--detach", head ?? "HEAD"] : [branch])];
  const { stderr } = tryGit(root, args);
  // The exit code is that of the post-checkout hook, when there is one.
  if (!isThere()) throw gitFailed(["checkout"], stderr);
}

const nothingHappened = "Nothing was committed, and the live folder is as it was.";

const halfWay =
  "So it is half done: see git status and git branch; git restore --staged --worktree on the live folder takes it back.";

/**
 * Tidies up after an error; when that fails as well, both are told.
 * @param done what is true when it did not, where the error says nothing of it
 */
function withTidying(error: unknown, done: string | undefined, tidy: () => void): unknown {
  if (!(error instanceof InputError)) {
    tidy();
    return error;
  }
  try {
    tidy();
    return new InputError(error.problems.map((one) => (done && !one.hint ? { ...one, hint: done } : one)));
  } catch (second) {
    if (!(second instanceof InputError)) return error;
    const problems = second.problems.map((one) => ({
      ...one,
      message: `and tidying up failed: ${one.message}`,
      hint: halfWay,
    }));
    return new InputError([...error.problems.map(({ hint: _, ...one }) => one), ...problems]);
  }
}

/** Ctrl-C while a hook runs ends Git and the hook; we must live on to put the folder back. */
function holdingSignals<T>(work: () => T): T {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const ignore = (): void => undefined;
  for (const signal of signals) process.on(signal, ignore);
  try {
    return work();
  } finally {
    for (const signal of signals) process.off(signal, ignore);
  }
}
