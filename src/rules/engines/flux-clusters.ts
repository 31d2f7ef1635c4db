import { grouped } from "../../basics/grouped";
import { oncePer } from "../../basics/once-per";
import { identity, kindOf } from "../../objects/kubernetes-object";
import type { CheckedObject, ManifestSet } from "../rule";
import { readersOf } from "./readers";

/** What Flux runs by a name that others of its cluster wait for. */
const run: readonly string[] = ["kustomize.toolkit.fluxcd.io/Kustomization", "helm.toolkit.fluxcd.io/HelmRelease"];

/**
 * A state of several clusters, cluster by cluster: a name that one of them waits for means its own, though all have one of that name. Only where some are there
 * twice and are told apart is there more than one.
 */
export const clustersOfFlux = oncePer((set: ManifestSet): readonly ManifestSet[] => {
  const all = set.objects.filter(isRun);
  const twins = [...grouped(all, ({ object }) => identity(object)).values()].filter((some) => some.length > 1);
  const heads: CheckedObject[] = [];
  const isOther = (one: CheckedObject) => heads.every((head) => !isBeside(set, head, one));
  // What has namesakes elsewhere tells the clusters apart, and only then whatever is in none of those.
  for (const one of twins.toSorted((a, b) => b.length - a.length).flat()) if (isOther(one)) heads.push(one);
  if (heads.length < 2) return [set];
  for (const one of all) if (isOther(one)) heads.push(one);
  return heads.map((head) => {
    const away = new Set(all.filter((one) => !isBeside(set, head, one)));
    return {
      ...set,
      objects: set.objects.filter((one) => !away.has(one)),
      readBy: (one) => readersOf(set, one).filter(({ by }) => !away.has(by)),
      ...(set.readers && { readers: set.readers.filter(({ by }) => !away.has(by)) }),
    };
  });
});

/** The state of the cluster that an object of Flux is in; the first of them for what several apply. */
export function clusterOf(set: ManifestSet, one: CheckedObject): ManifestSet {
  return homes(set).get(one) ?? set;
}

const homes = oncePer(
  (set: ManifestSet): ReadonlyMap<CheckedObject, ManifestSet> =>
    new Map(
      clustersOfFlux(set)
        .toReversed()
        .flatMap((own) => own.objects.filter(isRun).map((one) => [one, own] as const)),
    ),
);

function isRun({ object }: CheckedObject): boolean {
  return run.includes(kindOf(object));
}

/** How far up from an object it is looked for whoever applies it. */
const steps = 5;

/** Whether an object may be in the cluster of another one: what stands apart from it is there all the same if that cluster applies it. */
function isBeside(set: ManifestSet, head: CheckedObject, one: CheckedObject, left = steps): boolean {
  if (head === one || !set.apart?.(head, one)) return true;
  return left > 0 && readersOf(set, one).some(({ by }) => by !== one && isBeside(set, head, by, left - 1));
}
