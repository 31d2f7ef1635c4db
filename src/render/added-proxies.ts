import { minorDistance } from "../catalog/version";
import type { Finding } from "../findings/finding";
import type { CarriedObject } from "../mesh/mesh";
import { unplannedProxies } from "../mesh/unplanned-proxies";
import type { Plan } from "../plan/phase";
import { unplannedFindings } from "../plan/remarks";
import type { Snapshot } from "../snapshot/snapshot";

const nowhere = { file: "", line: 1, column: 1 };

/** SKEW005 for workloads that were added in TypeScript: the planner has not seen them. */
export function addedProxies({ mesh, from, to }: Plan, snapshots: readonly Snapshot[]): readonly Finding[] {
  const added = new Set(
    snapshots.flatMap(({ entries }) =>
      entries.flatMap(({ object, origin }) => ("construct" in origin ? [object] : [])),
    ),
  );
  if (added.size === 0) return [];
  const carried = [...added].map((object): CarriedObject => ({ object, place: nowhere }));
  const proxies = unplannedProxies({ ...mesh, carried }).flatMap(({ object, because, how }) =>
    object === undefined ? [] : [{ object, because, ...(how && { how }) }],
  );
  return unplannedFindings(proxies, minorDistance(from, to) !== 0);
}
