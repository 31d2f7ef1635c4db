import { objectId } from "../../objects/kubernetes-object";
import { deliveryOf, layerOf, type OrderEntry } from "../entry";
import { type EngineOrder, engineTitles, isAwaitedBefore, type Placed } from "../result";
import { type GateEnd, gateEnd, isMarker, isPlainNamespace, servesGates, touchesMesh } from "../roles";
import type { OrderProblem } from "./problem";

/** What is known of a snapshot's gates. */
export interface Gating {
  /** Whether the snapshots of the row hold gate Jobs at all. */
  readonly jobs: boolean;
  /** Whether people finish the phase: then there is no closing gate, and the next snapshot's opening one holds. */
  readonly byHand: boolean;
}

/** Objects of the mesh that no gate holds, gates that hold nothing, and a marker that speaks too early. */
export function aroundGates<E extends OrderEntry>(
  order: EngineOrder<E>,
  { jobs, byHand }: Gating,
): readonly OrderProblem<E>[] {
  const placed = order.placed.filter(({ act, entry }) => act === "apply" && deliveryOf(entry) === "mesh");
  if (!jobs) return [ungated(order)];
  const opening = gatesOf(placed, "opening");
  const closing = gatesOf(placed, "closing");
  const others = placed.filter(({ entry }) => !servesGates(entry) && !isMarker(entry) && !isPlainNamespace(entry));
  const markers = placed.filter(({ entry }) => isMarker(entry));
  const title = engineTitles[order.engine];
  return [
    ...(opening.length === 0 ? [missing("opening")] : []),
    ...(closing.length === 0 && !byHand ? [missing("closing")] : []),
    ...[...opening, ...closing].filter(({ awaited }) => awaited.until !== "complete").map((gate) => idle(gate, title)),
    ...others.flatMap((one) =>
      opening.filter((gate) => !isAwaitedBefore(gate, one)).map((gate) => outside(one, gate, title)),
    ),
    ...others.flatMap((one) =>
      closing.filter((gate) => !isAwaitedBefore(one, gate)).map((gate) => outside(one, gate, title)),
    ),
    ...markers.flatMap((one) =>
      closing.filter((gate) => !isAwaitedBefore(gate, one)).map((gate) => spokenEarly(one, gate, title)),
    ),
    ...markers.flatMap((marker) =>
      closing.length > 0
        ? []
        : others.filter((one) => !isAwaitedBefore(one, marker)).map((one) => behindMarker(one, marker, title)),
    ),
  ];
}

function gatesOf<E extends OrderEntry>(placed: readonly Placed<E>[], end: GateEnd): readonly Placed<E>[] {
  return placed.filter(({ entry }) => gateEnd(entry) === end);
}

function ungated({ engine }: EngineOrder): OrderProblem<never> {
  return {
    rule: "DEL001",
    severity: "warning",
    message: `no snapshot holds a gate: ${engineTitles[engine]} calls a phase done while it still rolls, and takes the next one at once`,
    hint: "Leave delivery.gates.mode at jobs, or let meshstep verify pass before every merge.",
  };
}

function missing(end: GateEnd): OrderProblem<never> {
  const what = end === "opening" ? "before the first layer" : "after the last layer";
  return { rule: "DEL001", severity: "error", message: `a snapshot has no gate ${what}, and others of its row have` };
}

function idle<E extends OrderEntry>({ entry, awaited }: Placed<E>, title: string): OrderProblem<E> {
  return {
    rule: "DEL001",
    severity: "error",
    entry,
    message: `${title} does not wait for the gate of ${layerOf(entry)} (${awaited.rule})`,
    hint: "A gate needs a later wave, or layer, than all that it looks at, and something in a later one still.",
  };
}

/** Beside a gate is as bad as on its wrong side: inside a wave nothing is awaited. */
function outside<E extends OrderEntry>(one: Placed<E>, gate: Placed<E>, title: string): OrderProblem<E> {
  const side = isAwaitedBefore(one, gate) ? "before" : isAwaitedBefore(gate, one) ? "after" : "together with";
  return {
    rule: "DEL001",
    severity: touchesMesh(one.entry) ? "error" : "warning",
    entry: one.entry,
    message: `${title} applies it in ${one.where}, ${side} the gate of ${layerOf(gate.entry)} (${gate.where}), which then does not hold it${because(one)}`,
    hint: "Give it a wave between the two gates, or leave the wave to meshstep.",
  };
}

function spokenEarly<E extends OrderEntry>(marker: Placed<E>, gate: Placed<E>, title: string): OrderProblem<E> {
  const side = isAwaitedBefore(marker, gate) ? "before" : "together with";
  return {
    rule: "DEL001",
    severity: "error",
    entry: marker.entry,
    message: `${title} applies the marker in ${marker.where}, ${side} the gate of ${layerOf(gate.entry)} (${gate.where}): it then says that the phase is there when it is not`,
    hint: "The marker belongs into a later wave, or layer, than every gate.",
  };
}

function behindMarker<E extends OrderEntry>(one: Placed<E>, marker: Placed<E>, title: string): OrderProblem<E> {
  return {
    rule: "DEL001",
    severity: touchesMesh(one.entry) ? "error" : "warning",
    entry: one.entry,
    message: `${title} applies it in ${one.where}, not before ${objectId(marker.entry.object)} (${marker.where}), which says that all is applied${because(one)}`,
    hint: "Give it an earlier wave than the marker, or leave the wave to meshstep.",
  };
}

function because({ moved }: Placed): string {
  return moved === undefined ? "" : `; ${moved}`;
}
