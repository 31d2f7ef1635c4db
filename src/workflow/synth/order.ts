import { type Finding, finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { argocdOrder } from "../../order/argocd";
import { fluxOrder } from "../../order/flux";
import { type EngineName, type EngineOrder, engineNames } from "../../order/result";
import { gateEnd } from "../../order/roles";
import { unsafeOrders } from "../../order/unsafe";
import type { OrderProblem } from "../../order/unsafe/problem";
import type { Plan } from "../../plan/phase";
import type { SnapshotEntry } from "../../snapshot/entry";
import type { Snapshot } from "../../snapshot/snapshot";

/** The engines that a mesh may be applied by: its own, or both where it names none. */
export function enginesOf({ mesh }: Plan): readonly EngineName[] {
  const { engine } = mesh.delivery;
  return engine === "none" ? engineNames : [engine];
}

/** What an engine does with a snapshot that follows another one. */
export function snapshotOrder(
  engine: EngineName,
  { entries }: Snapshot,
  before?: Snapshot,
): EngineOrder<SnapshotEntry> {
  const options = { ...(before && { before: before.entries }) };
  return engine === "argocd" ? argocdOrder(entries, options) : fluxOrder(entries, options);
}

/**
 * What makes it unsafe to let the mesh's own engine apply the snapshots. Where the mesh names no engine, what either of them would do
 * wrong is said as a warning, and gates are not asked for. What several phases say alike is said once.
 */
export function orderFindings(plan: Plan, snapshots: readonly Snapshot[]): readonly Finding[] {
  const isKnown = plan.mesh.delivery.engine !== "none";
  const jobs = snapshots.some(({ entries }) => entries.some(gateEnd));
  const labelled = plan.mesh.namespaces.filter(({ ownership }) => ownership === "shared").map(({ name }) => name);
  const said = new Map<string, Finding>();
  for (const engine of enginesOf(plan)) {
    for (const [index, snapshot] of snapshots.entries()) {
      const before = snapshots[index - 1]?.entries;
      const facts = { jobs, byHand: snapshot.phase.manual.length > 0, labelled, ...(before && { before }) };
      for (const problem of unsafeOrders(snapshot.entries, snapshotOrder(engine, snapshot), facts)) {
        if (!isKnown && !jobs && problem.entry === undefined) continue;
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
