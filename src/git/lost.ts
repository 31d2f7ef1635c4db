import { blobsAt, literally, repositoryIfAny, tryGit } from "./git";

/**
 * Where Git still has the files of a folder that is empty or gone in the work tree: `HEAD`, or the commit before the one that removed them.
 * Nothing outside a repository, before its first commit, and for a folder that never had files.
 *
 * @throws InputError when the repository has no work tree, or git has other complaints about it
 */
export function lostFolder(path: string, shown: string): string | undefined {
  const repository = repositoryIfAny(path, shown);
  if (!repository?.prefix) return undefined;
  const { root, prefix } = repository;
  const last = tryGit(root, ["rev-list", "--max-count=1", "HEAD", "--", literally(`${prefix}/`)]);
  const commit = last.stdout.toString("utf8").trim();
  if (last.status !== 0 || commit === "") return undefined;
  return blobsAt(root, "HEAD", prefix).length > 0 ? "HEAD" : `${commit.slice(0, 12)}^`;
}
