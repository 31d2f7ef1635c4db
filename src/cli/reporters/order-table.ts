import { objectId } from "../../mesh/mesh";
import { type EngineOrder, engineTitles, type Placed, type Until } from "../../order/result";
import type { PhaseOrder } from "../../render/phase-orders";
import type { SnapshotEntry } from "../../snapshot/entry";
import type { MeshOrders } from "./order-json";
import { compactTable } from "./text-table";

const header = ["DELIVERY", "STEP", "WHERE", "OBJECT", "CHANGE", "AWAITED", "BY WHICH RULE"];
const awaitedWords: Readonly<Record<Until, string>> = { complete: "yes", early: "too early", applied: "no" };

/** What an engine applies when, phase by phase, and what it waits for before it goes on. */
export function orderTable({ mesh, phases }: MeshOrders): string {
  if (phases.length === 0) return `${mesh}: no phases\n`;
  return phases
    .flatMap((phase) =>
      phase.orders.map(
        (order) => `${mesh}: ${phase.dir}, as ${engineTitles[order.engine]} applies it\n${table(order, phase)}`,
      ),
    )
    .join("\n");
}

function table({ placed, never }: EngineOrder<SnapshotEntry>, { changeOf }: PhaseOrder): string {
  const rows = placed.map((one, index) => {
    const before = placed[index - 1];
    const [sameUnit, sameStep] = [before?.unit === one.unit, before?.unit === one.unit && before.step === one.step];
    return [
      sameUnit ? "" : `${one.unit}/`,
      sameStep ? "" : String(one.step),
      sameUnit && before?.where === one.where ? "" : one.where,
      objectId(one.entry.object),
      changeOf(one.entry) ?? "",
      awaitedWords[one.awaited.until],
      ruleOf(one),
    ];
  });
  const unapplied = never.map(({ entry, why }) => ["", "never", "", objectId(entry.object), "", "", why]);
  return compactTable(header, [...rows, ...unapplied]);
}

function ruleOf({ awaited, moved }: Placed): string {
  return moved === undefined ? awaited.rule : `${awaited.rule} [${moved}]`;
}
