import { join, resolve } from "node:path";
import { orElse } from "../../../findings/or-else";
import { readTextFile, statsAt } from "../../../source/read-text";

/** The addresses of a repository, as its .git says them: none in a copy that is no clone. */
export function remotesOf(top: string): readonly string[] {
  const text = textIn(top, "config");
  return [...text.matchAll(/^\s*url\s*=\s*(\S+)\s*$/gm)].map(([, url = ""]) => url);
}

function textIn(top: string, name: string): string {
  const folder = folderOf(top);
  return folder === undefined ? "" : orElse("", () => readTextFile(join(folder, name), name));
}

/** In a worktree, .git is a file that names a folder in that of the clone. */
function folderOf(top: string): string | undefined {
  const git = join(top, ".git");
  const stats = statsAt(git);
  if (!stats?.isFile()) return stats ? git : undefined;
  const [, folder] = /^gitdir:\s*(.+?)\s*$/m.exec(orElse("", () => readTextFile(git, git))) ?? [];
  return folder === undefined ? undefined : /^(.*)\/worktrees\/[^/]+$/.exec(resolve(top, folder))?.[1];
}
