import type { OrderEntry } from "./entry";

/** The engines whose order is known. */
export const engineNames = ["argocd", "flux"] as const;
export type EngineName = (typeof engineNames)[number];

/** How people call them. */
export const engineTitles: Readonly<Record<EngineName, string>> = { argocd: "Argo CD", flux: "Flux" };

/**
 * What the engine waits for before it goes on: `complete`, until the change has come to its end; `early`, for something that can be
 * true while the change is still under way; `applied`, for nothing but the API server's answer.
 */
export type Until = "complete" | "early" | "applied";

/** What an engine awaits of one object, and by which rule. */
export interface Awaited {
  readonly until: Until;
  /** The rule, in words. */
  readonly rule: string;
}

/** One object where the engine applies or deletes it. */
export interface Placed<E extends OrderEntry = OrderEntry> {
  readonly entry: E;
  /** `prune` deletes what the state before held and this one does not. */
  readonly act: "apply" | "prune";
  /** The Application, or the row of Kustomizations: units know no order among each other. */
  readonly unit: string;
  /**
   * Counts from 1 in its unit. The engine starts a step when everything in the step before has been sent; it keeps no order among
   * objects of one step.
   */
  readonly step: number;
  /** Counts from 1 in its unit. What is in the barrier before has been awaited, as its `awaited` says, when this one starts. */
  readonly barrier: number;
  /** The barrier in the engine's words: `wave 20`, `20-control-plane`. */
  readonly where: string;
  readonly awaited: Awaited;
  /** When it is tried without effect: a failure there stops everything that would follow. */
  readonly dryRun: "before the first wave" | "before the first wave, unless its kind is missing" | "before its stage";
  /** Why it is not where its annotation or its place in the row would put it. */
  readonly moved?: string;
}

/** An object that the engine does not apply, and why. */
export interface NotApplied<E extends OrderEntry = OrderEntry> {
  readonly entry: E;
  readonly why: string;
}

/** What an engine does with the objects of a snapshot, in the order in which it does it; units come by name. */
export interface EngineOrder<E extends OrderEntry = OrderEntry> {
  readonly engine: EngineName;
  readonly placed: readonly Placed<E>[];
  readonly never: readonly NotApplied<E>[];
}

/** Whether the engine promises that `one` is sent to the API server before `other`. */
export function isBefore(one: Placed, other: Placed): boolean {
  return one.unit === other.unit && one.step < other.step;
}

/** Whether the engine awaits `one`, as its `awaited` says, before it touches `other`. */
export function isAwaitedBefore(one: Placed, other: Placed): boolean {
  return one.unit === other.unit && one.barrier < other.barrier;
}
