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
import { onlyEngine } from "../objects";
import type { Rule } from "../rule";

export const del002: Rule = {
  id: "DEL002",
  state: (set) => {
    const entries = orderEntries(set);
    return isSnapshot(entries) ? ofSnapshot(inLayers(entries)) : ofWaves(entries, ownHealth(set));
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

function ofWaves(entries: readonly CheckedEntry[], lua: ReadonlySet<string>): readonly Finding[] {
  const order = byWaves(entries, lua);
  return [...misread(order), ...beforeTheirNeeds(order, true), ...unheldNeeds(order)]
    .filter(({ rule }) => rule === "DEL002")
    .flatMap((problem) => orderFinding(problem, "warning"));
}

/** Objects with waves of their own, as one Application would apply them: only they were put in an order by somebody. */
function byWaves(entries: readonly CheckedEntry[], lua: ReadonlySet<string>): EngineOrder<CheckedEntry> {
  const waved = entries.filter(
    ({ object }) => annotation(object, syncWave) !== undefined && onlyEngine(object) !== "flux",
  );
  return argocdOrder(waved, { applications: [{ name: "all", path: "." }], lua });
}
