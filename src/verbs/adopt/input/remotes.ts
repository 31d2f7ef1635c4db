import { join, resolve } from "node:path";
import { orElse } from "../../../findings/or-else";
import { readTextFile, statsAt } from "../../../source/read-text";

/** The addresses of a repository, as its .git says them: none in a copy that is no clone. */
export function remotesOf(top: string): readonly string[] {
  const text = textIn(top, "config");
  return [...text.matchAll(/^\s*url\s*=\s*(\S+)\s*$/gm)].map(([, url = ""]) => url);
}

/** The branch with which a repository begins, as its remote says, or else the one that is checked out; undefined where neither is known. */
export function firstBranchOf(top: string): string | undefined {
  const said = /^ref: refs\/remotes\/origin\/(\S+)/.exec(textIn(top, "refs/remotes/origin/HEAD"))?.[1];
  return said ?? /^ref: refs\/heads\/(\S+)/.exec(textIn(top, "HEAD"))?.[1];
}

/** Whether a revision is a tag that a clone knows. */
export function isTagOf(top: string, revision: string): boolean {
  const name = revision.replace(/^refs\/tags\//, "");
  const folder = folderOf(top);
  return (
    (folder !== undefined && statsAt(join(folder, "refs/tags", name))?.isFile() === true) ||
    textIn(top, "packed-refs")
      .split("\n")
      .some((line) => line.endsWith(` refs/tags/${name}`))
  );
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
