import { objectId } from "../../objects/kubernetes-object";
import { isNamespace, layerOf, type OrderEntry } from "../entry";
import { type Need, needsAmong } from "../needs";
import { type EngineName, type EngineOrder, engineTitles, isAwaitedBefore, isBefore, type Placed } from "../result";
import { isGate } from "../roles";
import type { OrderProblem } from "./problem";

/** A need, with both ends where the engine applies them. */
interface PlacedNeed<E extends OrderEntry> extends Need<E> {
  readonly first: Placed<E>;
  readonly then: Placed<E>;
}

/**
 * Objects that the engine applies before what they need, or together with it.
 *
 * @param strictly only those that come before it: what is in one wave may have been put into no order at all
 */
export function beforeTheirNeeds<E extends OrderEntry>(
  order: EngineOrder<E>,
  strictly = false,
): readonly OrderProblem<E>[] {
  return placedNeeds(order)
    .filter(({ how }) => how !== "version")
    .filter(({ first, then }) => !strictly || isAwaitedBefore(then, first))
    .filter(({ how, first, then }) => !(how === "there" ? isBefore(first, then) : isAwaitedBefore(first, then)))
    .map((need) => {
      const { first, then, dependant, needed } = need;
      const where = isBefore(then, first)
        ? `before ${objectId(needed.object)} (${first.where})`
        : `together with ${objectId(needed.object)}`;
      const why = then.moved === undefined ? "" : `; ${then.moved}`;
      return {
        rule: ruleOf(order.engine, need),
        severity: isOnlyBeside(then, dependant, needed) ? "warning" : "error",
        entry: dependant,
        message: `${engineTitles[order.engine]} applies it in ${then.where}, ${where}, which it needs${why}`,
        hint: isNamespace(dependant.object)
          ? "Describe it under spec.namespaces, or keep it in a delivery of its own, and change its labels in a step of their own."
          : "Give it a later wave, or leave the wave to meshstep.",
      };
    });
}

/** Waves that are against the order of the parts have a rule of their own, as has a Namespace that Argo CD takes out of its wave. */
function ruleOf(engine: EngineName, { how, dependant, first, then }: PlacedNeed<OrderEntry>): OrderProblem["rule"] {
  const byWave = engine === "argocd";
  if (isNamespace(dependant.object)) return byWave && then.moved !== undefined ? "WAV002" : "NS001";
  return byWave && how === "ready" && isAwaitedBefore(then, first) ? "WAV001" : "DEL002";
}

/** A Namespace in the layer of its waypoint was put into no order with it. In a cluster that has both already, neither changes anything. */
function isOnlyBeside(then: Placed, dependant: OrderEntry, needed: OrderEntry): boolean {
  return isNamespace(dependant.object) && then.moved === undefined && layerOf(dependant) === layerOf(needed);
}

/**
 * Objects that change together with what they need, where the engine goes on before that change has come to its end, and no gate holds it.
 *
 * @param moves whether the state before had an object otherwise, in a way that makes its workload move
 * @param ordered only those that were put into an order
 */
export function movedTogether<E extends OrderEntry>(
  order: EngineOrder<E>,
  moves: (entry: E) => boolean,
  ordered = false,
): readonly OrderProblem<E>[] {
  return unheld(order)
    .filter(({ first, then }) => !ordered || isAwaitedBefore(first, then))
    .filter(({ dependant, needed }) => moves(dependant) && moves(needed))
    .map(({ dependant, needed, first }) => ({
      rule: "DEL002",
      severity: "error",
      entry: dependant,
      message: `it moves in the same step as ${objectId(needed.object)}, and ${engineTitles[order.engine]} does not wait until that has moved (${first.awaited.rule})`,
      hint: "Move one after the other, in steps of their own, or put a gate Job between them.",
    }));
}

/** Objects with something in a later wave that needs them, where the engine does not wait until they work and no gate does. */
export function unheldNeeds<E extends OrderEntry>(order: EngineOrder<E>): readonly OrderProblem<E>[] {
  const later = unheld(order).filter(({ how, first, then }) => how === "ready" && isAwaitedBefore(first, then));
  return [...new Set(later.map(({ first }) => first))].map((first) => {
    // What two files hold is one object.
    const ids = later.filter((one) => one.first === first).map(({ dependant }) => objectId(dependant.object));
    const dependants = [...new Set(ids)];
    const goesOn = first.awaited.until === "early" ? "may go on before" : "does not wait until";
    return {
      rule: "DEL002",
      severity: "warning",
      entry: first.entry,
      message: `${dependants.join(" and ")} ${dependants.length > 1 ? "come" : "comes"} in a later wave, but ${engineTitles[order.engine]} ${goesOn} this works (${first.awaited.rule})`,
      hint: "Put a Job that asserts its rollout in a wave between them.",
    };
  });
}

function unheld<E extends OrderEntry>(order: EngineOrder<E>): readonly PlacedNeed<E>[] {
  const gates = order.placed.filter(isGate);
  return placedNeeds(order)
    .filter(({ how }) => how !== "there")
    .filter(({ first, then }) => first.unit === then.unit)
    .filter(({ first, then }) => !(first.awaited.until === "complete" && isAwaitedBefore(first, then)))
    .filter(({ first, then }) => !gates.some((gate) => isAwaitedBefore(first, gate) && isAwaitedBefore(gate, then)));
}

/** By order: several rules ask for the needs of one, which can hold very many objects. */
const known = new WeakMap<object, readonly PlacedNeed<OrderEntry>[]>();

function placedNeeds<E extends OrderEntry>(order: EngineOrder<E>): readonly PlacedNeed<E>[] {
  const needs = (known.get(order) as readonly PlacedNeed<E>[] | undefined) ?? findPlacedNeeds(order);
  known.set(order, needs);
  return needs;
}

/** Needs inside one unit; a hook of several phases counts where it comes first. */
function findPlacedNeeds<E extends OrderEntry>(order: EngineOrder<E>): readonly PlacedNeed<E>[] {
  const applied = order.placed.filter(({ act }) => act === "apply");
  const places = new Map<E, Placed<E>>();
  for (const one of applied) if (!places.has(one.entry)) places.set(one.entry, one);
  return needsAmong([...places.keys()]).flatMap((need) => {
    const [first, then] = [places.get(need.needed), places.get(need.dependant)];
    return first && then && first.unit === then.unit ? [{ ...need, first, then }] : [];
  });
}
