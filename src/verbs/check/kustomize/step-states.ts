import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { fewOf } from "../../../rules/rule";
import { isPart } from "../engines/mesh-charts";
import type { FileObject } from "../read-objects";
import { type Builders, builderOf, buildersOf } from "./builders";
import type { Building } from "./buildings";
import { type FinalFields, finalFields } from "./final-fields";
import type { OverlayChanges } from "./overlay-changes";
import { viewOf } from "./views";

/** A state that an overlay makes with those of the same cluster. */
export interface StepState {
  readonly objects: readonly FileObject[];
  /** Who builds what, as far as overlays build it. */
  readonly builders: Builders;
  /** The fields that nobody writes over any more. */
  readonly final: FinalFields;
  /** The files of patches that were merged to make it, as the user would write them. */
  readonly from: ReadonlySet<string>;
}

/** The states that some files make, by what makes each; without overlays that change anything there is one, with the empty name. */
export type StepStates = ReadonlyMap<string, StepState>;

/**
 * Where overlays of one base are for several clusters, each of them takes a step of its own.
 * @param all what they change
 * @param root where the folders begin, so that those of two states can be compared
 */
export function statesToStep(objects: readonly FileObject[], all: readonly OverlayChanges[], root: string): StepStates {
  const changing = all.filter(({ of }) => [...of.keys()].some(isPart));
  const states = new Map<string, StepState>();
  const seen = new Set<string>();
  // Where no part of a mesh is patched, there is one mesh, whatever is made of its routes.
  const named = changing.length > 0 ? changing : all.filter(({ of }) => of.size > 0);
  const from = new Set(named.flatMap((one) => [...one.from]));
  for (const own of named) {
    const view = viewOf(own, all);
    const pairs = objects.flatMap((one) => (view.isElsewhere(one) ? [] : [[one, view.built(one)] as const]));
    const made = pairs.flatMap(([, one]) => one ?? []);
    // Overlays of one cluster stand beside each other, and each sees what the others make.
    const key = made.map((one) => JSON.stringify([one.file, one.object])).join("\n");
    if (seen.has(key)) continue;
    seen.add(key);
    states.set(nameOf(own.top, root), {
      objects: made,
      builders: buildersOf(pairs, view),
      final: finalFields(pairs, view),
      from,
    });
  }
  if (changing.length > 0 && states.size > 1) return states;
  const [only] = states.values();
  return new Map([
    [
      "",
      (states.size === 1 ? only : undefined) ?? { objects, builders: new Map(), final: () => false, from: new Set() },
    ],
  ]);
}

function nameOf({ by, file }: Building, root: string): string {
  return by === undefined ? posix.relative(root, file.folder) : file.shown;
}

/** A state before and the one that it becomes. */
export interface StatePair {
  /** Empty where there is one alone. */
  readonly name: string;
  readonly before: readonly FileObject[];
  readonly after: readonly FileObject[];
  /** The fields that nobody writes over any more: before, and after. */
  readonly final: readonly [FinalFields, FinalFields];
  /** Who builds an object afterwards, and of what is gone, who built it. */
  readonly builderOf: (one: Finding) => string;
}

/** Each state after with the one before that it comes from; an overlay that is new comes from the base as it stood. */
export function pairsOfStates(
  before: StepStates,
  after: StepStates,
  [oldRoot, root]: readonly [string, string],
): readonly StatePair[] {
  const [first] = before.values();
  return [...after].flatMap(([name, state]) => {
    const from = before.get(name) ?? (before.size === 1 ? first : undefined);
    if (from === undefined) return [];
    const builder = (one: Finding) => {
      const [is, was] = [builderOf(state.builders, one), builderOf(from.builders, one)];
      return (is && nameOf(is, root)) ?? (was && nameOf(was, oldRoot)) ?? name;
    };
    return [{ name, before: from.objects, after: state.objects, final: [from.final, state.final], builderOf: builder }];
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
export function isStep({ before, after }: Pick<StatePair, "before" | "after">): boolean {
  const text = (objects: readonly FileObject[]) =>
    objects
      .map(({ object }) => JSON.stringify(object))
      .sort()
      .join("\n");
  return text(before) !== text(after);
}

/** What is said of a state or of the way to it. */
export interface SaidOfPair {
  readonly pair: Pick<StatePair, "builderOf">;
  readonly findings: readonly Finding[];
  /** What is true of it, too, and no news. @default nothing */
  readonly stood?: readonly Finding[];
}

/** What is said of all states is said once; what only some overlays bring about, with those that build the object. */
export function saidOnce(all: readonly SaidOfPair[]): Finding[] {
  const keys = all.map(({ findings, stood = [] }) => new Set([...findings, ...stood].map(keyOf)));
  const isOfAll = (one: Finding) => keys.every((them) => them.has(keyOf(one)));
  const some = all.flatMap(({ pair, findings }) =>
    findings.flatMap((one) => (isOfAll(one) ? [] : [{ one, by: pair.builderOf(one) }])),
  );
  const same = grouped(some, ({ one }) => JSON.stringify([keyOf(one), one.severity, one.place]));
  const ofAll = new Map(all.flatMap(({ findings }) => findings.filter(isOfAll).map((one) => [keyOf(one), one])));
  return [
    ...ofAll.values(),
    ...[...same.values()].flatMap((group) => {
      const [first] = group;
      const { shown, many } = fewOf(group.map(({ by }) => by));
      return first
        ? [{ ...first.one, message: `${first.one.message}; as ${shown} ${many ? "build" : "builds"} it` }]
        : [];
    }),
  ];
}

function keyOf({ rule, object, message }: Finding): string {
  return JSON.stringify([rule, object, message]);
}
