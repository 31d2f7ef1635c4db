import { gitFolders, gitText } from "./git-folders";

/** The addresses of a repository, as its .git says them: none in a copy that is no clone. */
export function remotesOf(top: string): readonly string[] {
  const folders = gitFolders(top);
  const text = folders ? gitText(folders.common, "config") : "";
  return [...text.matchAll(/^\s*url\s*=\s*(\S+)\s*$/gm)].map(([, url = ""]) => url);
}
