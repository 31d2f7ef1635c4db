import { firstFew } from "../../../basics/first-few";
import { grouped } from "../../../basics/grouped";
import { kindOf, objectId } from "../../../objects/kubernetes-object";
import type { Found } from "../input/found";
import type { Applied, Applier } from "./applier";
import type { Appliers } from "./appliers";
import { clusterWords, isOneCluster } from "./clusters";

/** Who applies the mesh, and who applies files of it to another cluster alone. */
export interface AppliedBy {
  readonly known: readonly Applied[];
  readonly notes: readonly string[];
}

/**
 * Who applies the parts of a mesh to its cluster. Whoever reads the same folder for another cluster is among them, as nothing leaves that folder without him; whoever
 * only builds on the same file is not.
 */
export function appliedBy(mesh: readonly Found[], appliers: Appliers): AppliedBy {
  // A Namespace that an Application makes stands in none of the files that somebody reads.
  const all = mesh.flatMap((found) =>
    found.madeBy === undefined
      ? appliers.of(found).map((applier) => ({ applier, object: found.object, live: found.live }))
      : [],
  );
  const ours = all.flatMap(({ applier, object }) => (kindOf(object) === "sailoperator.io/Istio" ? applier : []));
  const folders = new Set(ours.flatMap((one) => one.folders));
  // What was read from a cluster is in that one, by whatever name somebody brings it there.
  const isElsewhere = ({ cluster, folders: read }: Applier) =>
    ours.length > 0 &&
    ours.every((one) => isOneCluster(one.cluster, cluster) === false) &&
    !read.some((folder) => folders.has(folder));
  const others = all.filter(({ applier, live }) => !live && isElsewhere(applier));
  const rest = all.filter((one) => !others.includes(one));
  return {
    known: [...grouped(rest, ({ applier: { by } }) => by)].map(([by, from]) => ({
      by,
      engine: from[0]?.applier.engine ?? "argocd",
      from,
    })),
    notes: [...grouped(others, ({ applier }) => applier.by).values()].map((some) => noteOf(some)),
  };
}

function noteOf(some: readonly { readonly applier: Applier; readonly object: Found["object"] }[]): string {
  const [{ applier }] = some as [(typeof some)[number]];
  const ids = firstFew([...new Set(some.map(({ object }) => objectId(object)))]);
  return `${objectId(applier.by)} applies the files of ${ids} as well, to ${clusterWords(applier.cluster)}, by ${applier.folders.join(", ")}: take them out of what builds them for the mesh, and leave the files`;
}
