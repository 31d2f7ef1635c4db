import { lstatSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { MeshPath } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { attempt } from "../source/read-text";
import { shownIn } from "./naming";

/** The folder that paths in a mesh are relative to. */
export interface MeshFolder {
  readonly path: string;
  /** Its name in messages, as the user gave it; empty for the working directory. */
  readonly shown: string;
}

/** A file that a mesh names. */
export interface MeshFile {
  /** Relative to the mesh's folder, with `/` on every system. */
  readonly name: string;
  /** Where it is. */
  readonly path: string;
  /** Its name in messages. */
  readonly shown: string;
}

/**
 * The files that plain paths and globs name, each once, sorted by name. A pattern that starts with `!` leaves files out.
 * @param list where the patterns stand in the mesh, for messages
 * @throws InputError for paths that leave the folder, name a folder or nothing
 */
export function meshFiles(patterns: readonly string[], folder: MeshFolder, list: MeshPath): MeshFile[] {
  const problems: Problem[] = [];
  const names = new Set<string>();
  const ignore = patterns.filter((one) => one.startsWith("!")).map((one) => plainName(one.slice(1)));
  patterns.forEach((pattern, index) => {
    const path = [...list, index];
    try {
      for (const name of matches(pattern, folder, ignore)) names.add(name);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, path })));
    }
  });
  if (problems.length > 0) throw new InputError(problems);
  return [...names].sort().map((name) => ({ name, path: join(folder.path, name), shown: shownIn(folder.shown, name) }));
}

function matches(pattern: string, folder: MeshFolder, ignore: readonly string[]): readonly string[] {
  refuseOutside(pattern);
  if (pattern.startsWith("!")) return [];
  const plain = plainName(pattern);
  const found = isGlob(plain) ? glob(plain, folder, ignore) : [plain];
  if (found.length === 0) throw InputError.of(`no file matches ${pattern}`);
  for (const name of found) checkFile(name, folder);
  return found;
}

function refuseOutside(pattern: string): void {
  const path = pattern.replace(/^!/, "");
  const hint = "paths are relative to the mesh's folder and stay inside it";
  if (path.includes("\\")) throw InputError.of(`${pattern} holds a backslash`, { hint: "separate folders with /" });
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) throw InputError.of(`${pattern} is an absolute path`, { hint });
  if (path.split("/").includes("..")) throw InputError.of(`${pattern} leads out of the mesh's folder`, { hint });
}

/** `./l7//routes.yaml` → `l7/routes.yaml`. */
function plainName(pattern: string): string {
  return pattern
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}

function isGlob(name: string): boolean {
  return /[*?[\]{}()!]/.test(name);
}

function glob(pattern: string, folder: MeshFolder, ignore: readonly string[]): string[] {
  // Loaded here, because most meshes name no glob.
  const { globSync } = require("tinyglobby") as typeof import("tinyglobby");
  return globSync(pattern, {
    cwd: folder.path,
    ignore: ["**/node_modules/**", "**/.git/**", ...ignore],
    expandDirectories: false,
    // A linked file that were left out silently would be pruned from the cluster.
    followSymbolicLinks: true,
    fs: brokenLinksToo,
  });
}

/** Also one whose link leads nowhere: it stays among the matches, and whoever looks at it finds out why. */
const brokenLinksToo = {
  realpathSync: ((path: string) => (leadsSomewhere(path) ? realpathSync(path) : path)) as typeof realpathSync,
  statSync: ((path: string) => (leadsSomewhere(path) ? statSync(path) : lstatSync(path))) as typeof statSync,
};

function leadsSomewhere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Also follows symbolic links, which can lead out of the folder where the path does not. */
function checkFile(name: string, folder: MeshFolder): void {
  const path = resolve(folder.path, name);
  const stats = attempt(name, () => statSync(path));
  if (stats.isDirectory())
    throw InputError.of(`${name || "."} is a folder`, { hint: `to take its files, write ${name && `${name}/`}*.yaml` });
  const [home, real] = [attempt(folder.path, () => realpathSync(folder.path)), attempt(name, () => realpathSync(path))];
  if (real.startsWith(home.endsWith(sep) ? home : home + sep)) return;
  throw InputError.of(`${name} leads out of the mesh's folder through a symbolic link`);
}
