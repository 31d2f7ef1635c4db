import type { Finding } from "../../findings/finding";
import { apiGroup, type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { argocdOrder } from "../../order/argocd";
import { fluxOrder } from "../../order/flux";
import { gateEnd } from "../../order/roles";
import { aroundGates } from "../../order/unsafe/gates";
import { type CheckedEntry, inLayers, isSnapshot, orderEntries, orderFinding } from "../engines/order";
import { ownHealth } from "../engines/own-health";
import { annotationsOf, onlyEngine, sailKinds } from "../objects";
import { about, type ManifestSet, type Rule } from "../rule";
import { isWaypoint } from "../waypoints";

export const del001: Rule = {
  id: "DEL001",
  state: (set) => {
    const entries = orderEntries(set);
    return isSnapshot(entries) ? ofSnapshot(inLayers(entries)) : lastWave(entries, set);
  },
};

/** Whoever applies it is not known here, so what one engine would do wrong is no error yet. */
function ofSnapshot(entries: readonly CheckedEntry[]): readonly Finding[] {
  if (!entries.some(gateEnd)) return [];
  const gating = { jobs: true, byHand: true };
  return [argocdOrder(entries), fluxOrder(entries)]
    .flatMap((order) => aroundGates(order, gating))
    .flatMap((problem) => orderFinding(problem, "warning"));
}

/** Where waves are used, somebody relies on them. Hooks of Helm alone are nobody's waves: Helm runs them for everybody. */
function lastWave(entries: readonly CheckedEntry[], set: ManifestSet): readonly Finding[] {
  const waved = entries.filter(({ object }) => onlyEngine(object) !== "flux");
  if (!waved.some(takesTime) || !waved.some(({ object }) => saysOrder(object))) return [];
  const { placed } = argocdOrder(waved, { applications: [{ name: "all", path: "." }], lua: ownHealth(set) });
  const last = placed.reduce((most, { barrier }) => Math.max(most, barrier), 0);
  if (last < 2) return [];
  return placed
    .filter(({ barrier, entry, awaited }) => barrier === last && takesTime(entry) && awaited.until === "applied")
    .map(({ entry, where }) =>
      about("DEL001", entry.checked, {
        at: ["metadata", "annotations"],
        severity: "warning",
        message: `it is in the last wave (${where}), which Argo CD never awaits: the sync has succeeded while this still rolls`,
        hint: "Put a Job that asserts its rollout in a later wave, and something that needs no time in one more.",
      }),
    );
}

function saysOrder(object: KubernetesObject): boolean {
  return ["sync-wave", "hook"].some((key) => annotationsOf(object)[`argocd.argoproj.io/${key}`] !== undefined);
}

/** Sail's objects but tags, and waypoints: a change of them is a rollout. */
function takesTime({ object, checked }: CheckedEntry): boolean {
  if (kindOf(object) === "gateway.networking.k8s.io/Gateway") return isWaypoint(checked);
  if (apiGroup(object) !== "sailoperator.io" || object.kind === "IstioRevisionTag") return false;
  return sailKinds.some((kind) => kind === object.kind);
}
