import { platform } from "../delivery/platform";
import { livePath } from "../delivery/repository";
import { type Finding, finding } from "../findings/finding";
import type { RuleId } from "../findings/pages";
import { labelledNamespaces } from "../mesh/labels";
import { objectId } from "../mesh/mesh";
import { argocdOrder } from "../order/argocd";
import { applicationsIn } from "../order/argocd/application";
import { fluxOrder } from "../order/flux";
import { rowsIn } from "../order/flux/read-kustomizations";
import { type EngineName, type EngineOrder, engineNames } from "../order/result";
import { gateEnd } from "../order/roles";
import { unsafeOrders } from "../order/unsafe";
import type { OrderProblem } from "../order/unsafe/problem";
import type { Plan } from "../plan/phase";
import type { SnapshotEntry } from "../snapshot/entry";
import type { Snapshot } from "../snapshot/snapshot";

/** The engines that a mesh may be applied by: its own, or both where it names none. */
export function enginesOf({ mesh }: Plan): readonly EngineName[] {
  const { engine } = mesh.delivery;
  return engine === "none" ? engineNames : [engine];
}

/** What an engine does with a snapshot that follows another one. */
export type SnapshotOrder = (engine: EngineName, snapshot: Snapshot, before?: Snapshot) => EngineOrder<SnapshotEntry>;

/** The orders of a row, as its `platform/` points the mesh's own engine at it; as it would be written for an engine that is not named. */
export function ordersOf({ mesh }: Plan, snapshots: readonly Snapshot[]): SnapshotOrder {
  const live = livePath(mesh);
  const pointers = (engine: EngineName) =>
    platform({ ...mesh, delivery: { ...mesh.delivery, engine } }, snapshots).map(({ object }) => object);
  const [applications, rows] = [applicationsIn(pointers("argocd"), live), rowsIn(pointers("flux"), live)];
  return (engine, { entries }, earlier) => {
    const before = earlier?.entries ?? [];
    return engine === "argocd" ? argocdOrder(entries, { applications, before }) : fluxOrder(entries, { rows, before });
  };
}

/** What the rules over manifests say by themselves, whichever engine it is. */
const saidByRules: readonly RuleId[] = ["WAV001", "WAV002"];

/**
 * What makes it unsafe to let the mesh's own engine apply the snapshots. Where the mesh names no engine, what either of them would do
 * wrong is said as a warning, and gates are not asked for. What several phases say alike is said once.
 */
export function orderFindings(plan: Plan, snapshots: readonly Snapshot[]): readonly Finding[] {
  const isKnown = plan.mesh.delivery.engine !== "none";
  const jobs = snapshots.some(({ entries }) => entries.some(gateEnd));
  const labelled = labelledNamespaces(plan.mesh)
    .filter(({ ownership }) => ownership === "shared")
    .map(({ name }) => name);
  const orderOf = ordersOf(plan, snapshots);
  const said = new Map<string, Finding>();
  for (const engine of enginesOf(plan)) {
    for (const [index, snapshot] of snapshots.entries()) {
      const before = snapshots[index - 1]?.entries;
      const { manual, restarts } = snapshot.phase;
      // Jobs that restart workloads end when the last pod is there: where nothing else is to be asked, they are the closing gate.
      const isHeld = manual.length > 0 || restarts.length > 0;
      const facts = { jobs, byHand: isHeld, labelled, ...(before && { before }) };
      for (const problem of unsafeOrders(snapshot.entries, orderOf(engine, snapshot), facts)) {
        if (saidByRules.includes(problem.rule) || (!isKnown && !jobs && problem.entry === undefined)) continue;
        const found = toFinding(problem, isKnown);
        const key = JSON.stringify([found.rule, found.object, found.message]);
        if (said.get(key)?.severity !== "error") said.set(key, found);
      }
    }
  }
  return [...said.values()];
}

function toFinding({ entry, ...problem }: OrderProblem<SnapshotEntry>, isKnown: boolean): Finding {
  const { rule, message, hint } = problem;
  return finding(rule, {
    severity: isKnown ? problem.severity : "warning",
    ...(entry && { object: objectId(entry.object), ...entry.origin }),
    message,
    ...(hint !== undefined && { hint }),
  });
}
