import type { Finding } from "../../findings/finding";
import { argocdOrder } from "../../order/argocd";
import { syncWave } from "../../order/argocd/annotations";
import { annotation } from "../../order/entry";
import { fluxOrder } from "../../order/flux";
import type { EngineOrder } from "../../order/result";
import { movesFrom } from "../../order/unsafe";
import { beforeTheirNeeds, movedTogether, unheldNeeds } from "../../order/unsafe/needs";
import { misread } from "../../order/unsafe/written";
import { type CheckedEntry, inLayers, isSnapshot, orderEntries, orderFinding } from "../engines/order";
import { ownHealth } from "../engines/own-health";
import { readersOf } from "../engines/readers";
import { onlyEngine } from "../objects";
import type { CheckedObject, ManifestSet, Rule } from "../rule";

export const del002: Rule = {
  id: "DEL002",
  state: (set) => {
    const entries = orderEntries(set);
    return isSnapshot(entries) ? ofSnapshot(inLayers(entries)) : ofWaves(set, entries);
  },
  step: ({ before, after }) => {
    const moves = movesFrom(orderEntries(before));
    const entries = orderEntries(after);
    const order = isSnapshot(entries) ? argocdOrder(inLayers(entries)) : byWaves(entries, ownHealth(after));
    return movedTogether(order, moves, true).flatMap((problem) => orderFinding(problem, "warning"));
  },
};

/** Whoever applies it is not known here, so what one engine would do wrong is no error yet. */
function ofSnapshot(entries: readonly CheckedEntry[]): readonly Finding[] {
  return [argocdOrder(entries), fluxOrder(entries)]
    .flatMap((order) => [...misread(order), ...beforeTheirNeeds(order)])
    .filter(({ rule }) => rule === "DEL002")
    .flatMap((problem) => orderFinding(problem, "warning"));
}

/** Waves hold inside of one Application: of two that do not know each other none is before the other. */
function ofWaves(set: ManifestSet, entries: readonly CheckedEntry[]): readonly Finding[] {
  const found = byApplication(set, entries.filter(isWaved)).flatMap((some) => {
    const order = byWaves(some, ownHealth(set));
    return [...misread(order), ...beforeTheirNeeds(order, true), ...unheldNeeds(order)]
      .filter(({ rule }) => rule === "DEL002")
      .flatMap((problem) => orderFinding(problem, "warning"));
  });
  // What two Applications read is said of both.
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** What each Application reads, and what nobody here does; clusters that get the same folder know the same waves. */
function byApplication(set: ManifestSet, entries: readonly CheckedEntry[]): readonly (readonly CheckedEntry[])[] {
  const groups = new Map<string, CheckedEntry[]>([["", []]]);
  const numbers = new Map<CheckedObject, number>();
  const numberOf = (by: CheckedObject) => numbers.get(by) ?? numbers.set(by, numbers.size).size - 1;
  for (const entry of entries) {
    const keys = readersOf(set, entry.checked).map(({ by, folders }) => [numberOf(by), ...folders].join(" "));
    for (const key of new Set(keys.length > 0 ? keys : [""])) {
      const members = groups.get(key);
      if (members) members.push(entry);
      else groups.set(key, [entry]);
    }
  }
  return [...groups.values()];
}

/** Objects with waves of their own, as one Application would apply them: only they were put in an order by somebody. */
function byWaves(entries: readonly CheckedEntry[], lua: ReadonlySet<string>): EngineOrder<CheckedEntry> {
  return argocdOrder(entries.filter(isWaved), { applications: [{ name: "all", path: "." }], lua });
}

function isWaved({ object }: CheckedEntry): boolean {
  return annotation(object, syncWave) !== undefined && onlyEngine(object) !== "flux";
}
