import { join, resolve } from "node:path";
import { orElse } from "../../../findings/or-else";
import { readTextFile, statsAt } from "../../../source/read-text";

/** The addresses of a repository, as its .git says them: none in a copy that is no clone. */
export function remotesOf(top: string): readonly string[] {
  const file = configOf(join(top, ".git"));
  const text = file === undefined ? "" : orElse("", () => readTextFile(file, file));
  return [...text.matchAll(/^\s*url\s*=\s*(\S+)\s*$/gm)].map(([, url = ""]) => url);
}

/** In a worktree, .git is a file that names a folder in that of the clone. */
function configOf(git: string): string | undefined {
  const stats = statsAt(git);
  if (!stats?.isFile()) return stats ? join(git, "config") : undefined;
  const [, folder] = /^gitdir:\s*(.+?)\s*$/m.exec(orElse("", () => readTextFile(git, git))) ?? [];
  const clone = folder === undefined ? undefined : /^(.*)\/worktrees\/[^/]+$/.exec(resolve(git, "..", folder))?.[1];
  return clone === undefined ? undefined : join(clone, "config");
}
