import { posix } from "node:path";
import type { Finding } from "../../../findings/finding";
import type { FileObject } from "../read-objects";
import { isSail } from "../split-meshes";
import type { OverlayChanges } from "./overlay-changes";
import { viewOf } from "./views";

/** The states that some files make, by what makes each; without overlays that change anything there is one, with the empty name. */
export type StepStates = ReadonlyMap<string, readonly FileObject[]>;

/**
 * Where overlays of one base are for several clusters, each of them takes a step of its own.
 * @param all what they change
 * @param root where the folders begin, so that those of two states can be compared
 */
export function statesToStep(objects: readonly FileObject[], all: readonly OverlayChanges[], root: string): StepStates {
  const changing = all.filter(({ of }) => [...of.keys()].some(isSail));
  const states = new Map<string, readonly FileObject[]>();
  const seen = new Set<string>();
  // Where no part of a mesh is patched, there is one mesh, whatever is made of its routes.
  const named = changing.length > 0 ? changing : all.filter(({ of }) => of.size > 0);
  for (const own of named) {
    const view = viewOf(own, all);
    const made = objects.flatMap((one) => (view.isElsewhere(one) ? [] : (view.built(one) ?? [])));
    // Overlays of one cluster stand beside each other, and each sees what the others make.
    const key = made.map((one) => JSON.stringify([one.file, one.object])).join("\n");
    if (seen.has(key)) continue;
    seen.add(key);
    states.set(nameOf(own, root), made);
  }
  if (changing.length > 0 && states.size > 1) return states;
  const [only] = states.values();
  return new Map([["", (states.size === 1 ? only : undefined) ?? objects]]);
}

function nameOf({ top }: OverlayChanges, root: string): string {
  return top.by === undefined ? posix.relative(root, top.file.folder) : top.file.shown;
}

/** A state before and the one that it becomes. */
export interface StatePair {
  /** Empty where there is one alone. */
  readonly name: string;
  readonly before: readonly FileObject[];
  readonly after: readonly FileObject[];
}

/** Each state after with the one before that it comes from; an overlay that is new comes from the base as it stood. */
export function pairsOfStates(before: StepStates, after: StepStates): readonly StatePair[] {
  const [first] = before.values();
  return [...after].flatMap(([name, state]) => {
    const from = before.get(name) ?? (before.size === 1 ? first : undefined);
    return from === undefined ? [] : [{ name, before: from, after: state }];
  });
}

/** How many objects of overlays a step is judged with: above that it takes seconds. */
const limit = 12_000;

/** As many of them as are judged in a moment, those that change before those that do not; and how many are left. */
export function fewPairs(pairs: readonly StatePair[]): {
  readonly judged: readonly StatePair[];
  readonly left: number;
} {
  const sorted = [...pairs.filter(isStep), ...pairs.filter((one) => !isStep(one))];
  let sum = 0;
  const judged = sorted.filter(({ after }, index) => {
    sum += after.length;
    return index === 0 || sum <= limit;
  });
  return { judged, left: pairs.length - judged.length };
}

/** Whether anything of a state changes. */
export function isStep({ before, after }: Omit<StatePair, "name">): boolean {
  const text = (objects: readonly FileObject[]) =>
    objects
      .map(({ object }) => JSON.stringify(object))
      .sort()
      .join("\n");
  return text(before) !== text(after);
}

/** What is said of all states is said once; what only some overlays bring about, with the name of each. */
export function saidOnce(all: readonly { readonly name: string; readonly findings: readonly Finding[] }[]): Finding[] {
  const keys = all.map(({ findings }) => new Set(findings.map(keyOf)));
  return all.flatMap(({ name, findings }, index) =>
    findings.flatMap((one) => {
      if (keys.every((them) => them.has(keyOf(one)))) return index === 0 ? [one] : [];
      return [{ ...one, message: `${one.message}; as ${name} builds it` }];
    }),
  );
}

function keyOf({ rule, object, message }: Finding): string {
  return JSON.stringify([rule, object, message]);
}
