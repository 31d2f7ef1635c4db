import { firstFew } from "../../../basics/first-few";
import { objectId } from "../../../objects/kubernetes-object";
import { repositoryOf } from "../../../rules/engines/repositories";
import { topOf } from "../input/engines/changes";
import { remotesOf } from "../input/remotes";
import type { Applier } from "./applier";

/**
 * What applies the mesh by a path of this tree, and names a repository that no remote of this clone is. A repository may have several names, and a platform
 * has Applications of all of its repositories in one.
 */
export function otherRepositories(
  appliers: readonly Applier[],
  inputs: readonly string[],
  cwd: string,
): readonly string[] {
  const here = new Set(remotesOf(topOf(inputs, cwd)).flatMap((one) => repositoryOf(one) ?? []));
  const others = appliers.filter(({ from }) => from !== undefined && !here.has(from));
  const [first] = others;
  if (here.size === 0 || !first) return [];
  const ids = firstFew([...new Set(others.map(({ by }) => objectId(by)))]);
  return [
    `${ids} ${others.length > 1 ? "read" : "reads"} ${first.folders.join(", ")} of ${first.from}, and this clone is of ${firstFew([...here])}: where these are two repositories, something else applies the mesh, and namespaces, cluster and spec.delivery here are of another one`,
  ];
}
