import { spawnSync } from "node:child_process";
import { InputError } from "../findings/input-error";
import type { ManifestFiles } from "../snapshot/write/manifest-files";
import { inputBytesLimit, tooLarge } from "../source/limits";
import { exactText, nearestFolder } from "./folder";

/** The repository that a path belongs to. */
export interface Repository {
  /** Absolute path of the work tree, links resolved. */
  readonly root: string;
  /** The path below the root, posix; empty for the root itself. */
  readonly prefix: string;
  /** Absolute path of the folder where Git keeps what belongs to this work tree. */
  readonly gitDir: string;
}

/** What a call of git gave. */
export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What a call of git is given. */
export interface GitInput {
  /** Its standard input. */
  readonly input?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs the `git` program.
 * @throws InputError only when there is no such program
 */
export function tryGit(cwd: string, args: readonly string[], given: GitInput = {}): GitResult {
  const result = runGit(cwd, args, given);
  if (result) return result;
  throw InputError.of("git is not installed, or not in PATH", { hint: "This needs the git program." });
}

/**
 * What git prints.
 * @throws InputError with git's own words when it fails
 */
export function git(cwd: string, args: readonly string[], given: GitInput = {}): string {
  const { status, stdout, stderr } = tryGit(cwd, args, given);
  if (status !== 0) throw gitFailed(args, stderr || stdout.toString("utf8"));
  return stdout.toString("utf8");
}

/** Whether the history of a work tree was fetched only in part. */
export function isShallow(root: string): boolean {
  return git(root, ["rev-parse", "--is-shallow-repository"]).trim() === "true";
}

/** A path of the repository as a pathspec that is no pattern, whatever is in its name. */
export function literally(path: string): string {
  return `:(literal)${path}`;
}

/** `git commit: fatal: …`, in git's own words. */
export function gitFailed(args: readonly string[], words: string, hint?: string): InputError {
  return InputError.of(`git ${args[0]}: ${words.trim() || "failed without a word"}`, hint ? { hint } : {});
}

/**
 * Finds the repository around a path, which need not exist.
 *
 * @param shown the path's name in messages
 * @throws InputError when there is none, or it has no work tree
 */
export function repositoryOf(path: string, shown = path): Repository {
  const repository = repositoryIfAny(path, shown);
  if (repository) return repository;
  tryGit(nearestFolder(path).folder, ["--version"]);
  throw InputError.of(`${shown}: not in a Git repository`, { hint: "Run git init there, or name another folder." });
}

/**
 * The same, where a path outside Git is as good, and a machine without git too.
 * @throws InputError when the repository has no work tree, or git has other complaints about it
 */
export function repositoryIfAny(path: string, shown = path): Repository | undefined {
  const { folder, missing } = nearestFolder(path);
  const asked = ["--is-bare-repository", "--is-inside-work-tree", "--show-toplevel", "--show-prefix"];
  const args = ["rev-parse", ...asked, "--absolute-git-dir"];
  const found = runGit(folder, args, { env: { LC_ALL: "C" } });
  if (!found || /not a git repository/i.test(found.stderr)) return undefined;
  // Where there is no work tree, git answers the first two questions and then fails.
  const [bare, inside, root = "", prefix, gitDir = ""] = found.stdout.toString("utf8").split("\n");
  if (inside === "false") {
    const what = bare === "true" ? "a bare Git repository" : "inside a .git folder";
    throw InputError.of(`${shown}: ${what}; there are no files to work on`, { hint: "Work in a clone of it." });
  }
  if (found.status !== 0) throw gitFailed(args, found.stderr);
  return { root, prefix: [prefix?.replace(/\/$/, ""), ...missing].filter(Boolean).join("/"), gitDir };
}

/**
 * Reads a folder as it was committed, like {@link readLiveFolder}; a folder that is not in that commit has no files.
 * @param ref a branch, tag or commit
 * @throws InputError when there is no such commit, and for links, submodules and files over 10 MiB in the folder
 */
export function readTreeAt(ref: string, folder: string): ManifestFiles {
  const { root, prefix } = repositoryOf(folder);
  const commit = tryGit(root, ["rev-parse", "--quiet", "--verify", "--end-of-options", `${ref}^{commit}`]);
  if (commit.status !== 0) {
    throw InputError.of(`${ref}: no such commit, branch or tag in ${root}`, { hint: "In CI, fetch it first." });
  }
  const id = commit.stdout.toString("utf8").trim();
  const entries = blobsAt(root, id, prefix, ref);
  const input = entries.map(({ object }) => `${object}\n`).join("");
  const sizes = git(root, ["cat-file", "--batch-check=%(objectsize)"], { input }).split("\n");
  entries.forEach((entry, index) => {
    if (Number(sizes[index]) > inputBytesLimit) throw tooLarge(`${ref}:${entry.path}`);
  });
  return new Map(texts(tryGit(root, ["cat-file", "--batch"], { input }).stdout, entries));
}

/** One committed file. */
export interface Blob {
  /** Below the folder. */
  readonly path: string;
  readonly object: string;
}

/**
 * The files of a folder in a commit.
 * @param shown the commit's name in messages
 * @throws InputError for links and submodules
 */
export function blobsAt(root: string, commit: string, prefix: string, shown = commit): readonly Blob[] {
  const args = ["ls-tree", "-r", "-z", "--full-tree", commit, ...(prefix ? ["--", literally(`${prefix}/`)] : [])];
  return git(root, args)
    .split("\0")
    .filter(Boolean)
    .map((line) => {
      const tab = line.indexOf("\t");
      const [mode, type, object] = line.slice(0, tab).split(" ");
      const path = line.slice(tab + 1);
      if (type !== "blob" || mode === "120000") {
        const what = type === "blob" ? "a symbolic link" : "a submodule";
        throw InputError.of(`${shown}:${path}: ${what}`, { hint: "A live folder holds files and nothing else." });
      }
      return { path: prefix ? path.slice(prefix.length + 1) : path, object: object ?? "" };
    });
}

/** `<object> blob <size>\n<bytes>\n`, once per entry. */
function* texts(output: Buffer, entries: readonly Blob[]): Generator<[string, string]> {
  let offset = 0;
  for (const { path } of entries) {
    const start = output.indexOf("\n", offset) + 1;
    const size = Number(output.toString("latin1", offset, start).split(" ")[2]);
    yield [path, exactText(output.subarray(start, start + size))];
    offset = start + size + 1;
  }
}

/** In a hook, Git points at the repository that the hook belongs to; we ask for the one around a path. */
const noHook = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined, GIT_PREFIX: undefined };

/** Nothing when there is no git. */
function runGit(cwd: string, args: readonly string[], { input = "", env }: GitInput): GitResult | undefined {
  const { status, signal, stdout, stderr, error } = spawnSync("git", [...args], {
    cwd,
    input,
    env: { ...process.env, ...noHook, ...env },
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT") return undefined;
  // A git that ends before it has read its input has said why.
  if (error && !(code === "EPIPE" && status !== null)) throw InputError.of(`git ${args[0]}: ${error.message}`);
  const words = stderr.toString("utf8");
  return { status: status ?? -1, stdout, stderr: signal && !words ? `ended by ${signal}` : words };
}
