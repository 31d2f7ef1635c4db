import { clusterAddress, destinationOf } from "../engines/destinations";
import { readersOf } from "../engines/readers";
import { type SailKind, sailObjects } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { areTogether, chartsOf } from "./chart";
import type { ChartName, MeshChart } from "./mesh-chart";

/** The operator's objects that are seen to be in the cluster of a chart, or are the only ones that there are. */
export function sailsBeside(
  set: ManifestSet,
  part: MeshChart,
  ...kinds: readonly SailKind[]
): readonly CheckedObject[] {
  const all = sailObjects(set, kinds);
  return all.filter((one) => {
    if (!goesTo(set, one, part.cluster)) return false;
    return areTogether(set, one, part.by) || (all.length === 1 && !set.apart?.(one, part.by));
  });
}

/** Charts of Istio that do the work of an object of the operator. */
export function chartsInstead(set: ManifestSet, sail: CheckedObject, name: ChartName): readonly MeshChart[] {
  return chartsOf(set, name).filter((one) => goesTo(set, sail, one.cluster) && !set.apart?.(sail, one.by));
}

/** What nobody is seen to apply is of the cluster that it is applied in. */
function goesTo(set: ManifestSet, sail: CheckedObject, cluster: string): boolean {
  const applications = readersOf(set, sail).filter(({ by }) => by.object.kind === "Application");
  if (applications.length === 0) return clusterAddress(cluster) === "";
  return applications.some(({ by }) => destinationOf(by.object, ["spec"]) === clusterAddress(cluster));
}
