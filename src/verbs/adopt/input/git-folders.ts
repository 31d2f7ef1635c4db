import { join, resolve } from "node:path";
import { orElse } from "../../../findings/or-else";
import { readTextFile, statsAt } from "../../../source/read-text";

/** Where a clone keeps what Git knows: its own, and what all worktrees of it have together. */
export interface GitFolders {
  readonly own: string;
  readonly common: string;
}

/** In a worktree or a submodule, .git is a file that names a folder of another clone. */
export function gitFolders(top: string): GitFolders | undefined {
  const git = join(top, ".git");
  const stats = statsAt(git);
  if (!stats) return undefined;
  if (!stats.isFile()) return { own: git, common: git };
  const [, folder] = /^gitdir:\s*(.+?)\s*$/m.exec(gitText(top, ".git")) ?? [];
  if (folder === undefined) return undefined;
  const own = resolve(top, folder);
  return { own, common: /^(.*)\/worktrees\/[^/]+$/.exec(own)?.[1] ?? own };
}

/** The text of a file there; empty where there is none. */
export function gitText(folder: string, name: string): string {
  return orElse("", () => readTextFile(join(folder, name), name));
}
