import type { Finding } from "../../findings/finding";
import { valueAt } from "../../objects/object-paths";
import { nearestPairs } from "../charts/nearest-pairs";
import { releasesTooEarly } from "../charts/order";
import { homeOf, idOf, type Wait, waitsOf, wayOver } from "../engines/depends-on";
import { clustersOfFlux } from "../engines/flux-clusters";
import { gapsOf } from "../engines/protection";
import { readersOf } from "../engines/readers";
import { unwaitedParts } from "../engines/unwaited-parts";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { slipOf } from "../slips";

const kinds = [
  ["kustomize.toolkit.fluxcd.io", "Kustomization"],
  ["helm.toolkit.fluxcd.io", "HelmRelease"],
] as const;

export const del008: Rule = {
  id: "DEL008",
  state: (all) =>
    clustersOfFlux(all).flatMap((set) => [
      ...kinds.flatMap(([group, kind]) => waits(set, group, kind)),
      ...unwaitedParts(set).map(({ one, ...details }) => about("DEL008", one, details)),
      ...releasesTooEarly(set),
    ]),
  step: (step) => (step.kind === undefined ? kinds.flatMap(([group, kind]) => waitsForGone(step, group, kind)) : []),
  unjudged: (set) => {
    const open = kinds.flatMap(([group, kind]) => {
      const all = objectsOf(set, group, kind);
      const homes = new Set(all.map(homeOf));
      const names = new Set(all.map(({ object }) => object.metadata.name));
      return all
        .flatMap(waitsOf)
        .flatMap(({ id, name, home }) => (homes.has(home) || names.has(name) ? [] : [`${kind} ${id}`]));
    });
    return open.length > 0
      ? [
          `whether ${[...new Set(open)].sort().join(", ")}, which others here wait for, is there: nothing of its namespace is among these manifests`,
        ]
      : [];
  },
};

function waits(set: ManifestSet, group: string, kind: string): readonly Finding[] {
  const all = new Map(objectsOf(set, group, kind).map((one) => [idOf(one), one]));
  const linksOf = (id: string) => {
    const one = all.get(id);
    return one ? waitsOf(one).map((wait) => wait.id) : [];
  };
  return [...all].flatMap(([id, one]) =>
    waitsOf(one).flatMap((wait) => {
      if (!all.has(wait.id)) return lost(one, wait, [...all.values()]);
      const way = wayOver(linksOf, wait.id, id);
      // A circle is said once, of its first member.
      if (!way || [...way].sort()[0] !== id) return [];
      const message = `${kind} ${id} waits for itself: ${[id, ...way].join(" → ")}; none of them is ever applied`;
      return [about("DEL008", one, { at: wait.at, message })];
    }),
  );
}

/** Who waits for one that a step takes away is never applied again. What is kept in the cluster is still there. */
function waitsForGone({ before, after }: Step, group: string, kind: string): readonly Finding[] {
  const clusters = clustersOfFlux(before);
  const earlier = new Map(
    nearestPairs(
      objectsOf(before, group, kind).map((one) => ({ one })),
      objectsOf(after, group, kind).map((one) => ({ one })),
      ({ one }) => idOf(one),
    ).map((pair) => [pair.after.one, pair.before.one]),
  );
  return clustersOfFlux(after).flatMap((set) => {
    const all = objectsOf(set, group, kind);
    const is = new Set(all.map(idOf));
    return all.flatMap((one) => {
      const old = earlier.get(one);
      const own = (old && clusters.find(({ objects }) => objects.includes(old))) ?? before;
      const was = new Map(objectsOf(own, group, kind).map((it) => [idOf(it), it]));
      return waitsOf(one).flatMap(({ at, id }) => {
        const gone = is.has(id) ? undefined : was.get(id);
        if (!gone || gapsOf(gone.object).flux === undefined || !mayBePruned(own, gone)) return [];
        const message = `${kind} ${idOf(one)} waits for ${kind} ${id}, which is gone after this step: it is never applied again`;
        return [about("DEL008", one, { at, message })];
      });
    });
  });
}

/** Whether nobody who applies it is known to prune nothing. */
function mayBePruned(set: ManifestSet, one: CheckedObject): boolean {
  return readersOf(set, one).every(({ by }) => valueAt(by.object, "spec", "prune") === true);
}

/** A slip, or a name of another namespace, is an error; anything else may stand in a folder that was not given. */
function lost(one: CheckedObject, { at, id, name, home }: Wait, all: readonly CheckedObject[]): readonly Finding[] {
  const { kind } = one.object;
  const others = all.filter((other) => other !== one);
  const near = slipOf(
    name,
    others.filter((other) => homeOf(other) === home).map(({ object }) => object.metadata.name),
  );
  const namesake = others.find(({ object }) => object.metadata.name === name);
  // Where nothing of its namespace is here it is somebody else's; without a namespace, the two go where whoever applies them says.
  if (namesake && namesake.object.metadata.namespace === undefined) return [];
  if (!all.some((other) => homeOf(other) === home) && !namesake) return [];
  const hint = near !== undefined ? `Did you mean ${home}/${near}?` : namesake && `There is ${idOf(namesake)}.`;
  return [
    about("DEL008", one, {
      at,
      ...(hint === undefined && { severity: "warning" as const }),
      message: `${kind} ${idOf(one)} waits for ${kind} ${id}, which is not among these manifests: without it, this one is never applied`,
      ...(hint !== undefined && { hint }),
    }),
  ];
}
