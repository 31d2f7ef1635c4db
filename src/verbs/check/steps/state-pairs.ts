import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { writtenApplications } from "../../../repository/engine-reads/applications";
import type { FileObject } from "../../../repository/objects/file-object";
import { fewOf } from "../../../rules/rule";
import { builderOf } from "../overlays/builders";
import { namesakeOf } from "./state-names";
import { nameOf, type StateName, type StepState } from "./step-states";

/** A state before and the one that it becomes. */
export interface StatePair {
  /** Empty where there is one alone. */
  readonly name: string;
  /** @default the cluster is new, or nothing tells what it was */
  readonly before?: StepState;
  readonly after: StepState;
  /** Who builds an object afterwards, and of what is gone, who built it. */
  readonly builderOf: (one: Finding) => string;
}

/** Each state after with those before that it comes from; an overlay that is new comes from the base as it stood. */
export function pairsOfStates(
  before: readonly StepState[],
  after: readonly StepState[],
  [oldRoot, root]: readonly [string, string],
): readonly StatePair[] {
  const [all, own] = [before, after].map((states) => states.flatMap(({ tops }) => tops)) as [StateName[], StateName[]];
  const [first] = before.length === 1 ? before : [];
  return after.flatMap((state) => {
    const name = after.length > 1 ? state.tops[0]?.shown : undefined;
    const froms = new Map<StepState, string>();
    for (const top of state.tops) {
      const other = namesakeOf(top, all, own);
      const from = other && before.find(({ tops }) => tops.includes(other));
      if (from && !froms.has(from))
        froms.set(from, after.length > 1 ? top.shown : before.length > 1 ? other.shown : "");
    }
    // Of engines' objects all are known: one that was not there is that of a new cluster.
    const isNew = after.length > 1 && state.tops.every(isOfEngine) && first?.tops.some(isOfEngine);
    if (froms.size === 0 && first && !isNew) froms.set(first, name ?? "");
    const pairOf = (shown: string, from?: StepState): StatePair => ({
      name: shown,
      ...(from && { before: from }),
      after: state,
      builderOf: (one) => {
        const [is, was] = [builderOf(state.builders, one), from && builderOf(from.builders, one)];
        return (is && nameOf(is, root)) ?? (was && nameOf(was, oldRoot)) ?? shown;
      },
    });
    return froms.size === 0 ? [pairOf(name ?? "")] : [...froms].map(([from, shown]) => pairOf(shown, from));
  });
}

function isOfEngine({ names }: StateName): boolean {
  return names.length > 1;
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
    sum += after.objects.length;
    return index === 0 || sum <= limit;
  });
  return { judged, left: pairs.length - judged.length };
}

/** Whether anything of a state changes. */
function isStep({ before, after }: StatePair): boolean {
  return before !== undefined && isChanged(before.objects, after.objects);
}

/** The same of some objects. */
export function isChanged(before: readonly FileObject[], after: readonly FileObject[]): boolean {
  const text = (objects: readonly FileObject[]) =>
    objects
      .map((one) => JSON.stringify([one.object, ofFiles(one)]))
      .sort()
      .join("\n");
  return text(before) !== text(after);
}

/** What a set makes of files of Git: those say another version, and the set stays as it is. */
function ofFiles(one: FileObject): unknown {
  return one.filesIn && writtenApplications(one)?.map(({ object }) => object);
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
