import type { KubernetesObject } from "../../objects/kubernetes-object";
import type { EngineOrder, Placed } from "../../order/result";
import type { PhaseOrder } from "../../render/phase-orders";
import type { SnapshotEntry } from "../../snapshot/entry";

/** The orders of one mesh, with its name. */
export interface MeshOrders {
  readonly mesh: string;
  readonly phases: readonly PhaseOrder[];
}

/** The orders of one mesh as they are; of several, `{ "version": 1, "plans": [...] }`. */
export function orderJson(meshes: readonly MeshOrders[]): string {
  const plans = meshes.map(({ mesh, phases }) => ({ version: 1, mesh, phases: phases.map(phaseJson) }));
  return `${JSON.stringify(plans.length === 1 ? plans[0] : { version: 1, plans }, null, 2)}\n`;
}

function phaseJson({ dir, orders, changeOf }: PhaseOrder): object {
  return {
    dir,
    orders: orders.map(({ engine, placed, never }: EngineOrder<SnapshotEntry>) => ({
      engine,
      steps: placed.map((one) => stepJson(one, changeOf(one.entry))),
      never: never.map(({ entry, why }) => ({ object: reference(entry.object), file: entry.file, why })),
    })),
  };
}

function stepJson(one: Placed<SnapshotEntry>, change: string | undefined): object {
  const { entry, act, unit, step, barrier, where, awaited, dryRun, moved } = one;
  return {
    delivery: unit,
    step,
    barrier,
    where,
    act,
    object: reference(entry.object),
    file: entry.file,
    ...(change !== undefined && { change }),
    awaited,
    dryRun,
    ...(moved !== undefined && { moved }),
  };
}

function reference({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): object {
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name };
}
