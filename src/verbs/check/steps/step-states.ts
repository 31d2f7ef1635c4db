import { posix } from "node:path";
import { isPart, isPartOrOperator } from "../../../repository/charts/mesh-charts";
import { appliedOf, type Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import type { OverlayChanges } from "../../../repository/patches/overlay-changes";
import type { Readings } from "../../../repository/readers/readings";
import type { Reader } from "../../../rules/rule";
import { type Builders, buildersOf } from "../overlays/builders";
import { finalFields, type OwnState } from "../overlays/final-fields";
import { areAlternatives, viewOf } from "../overlays/views";
import { namesOf, namesOfReader, type StateNames } from "./state-names";
import { idleIn, isOfEnds, type StepOverlays } from "./step-overlays";

/** What a state is known by in another one, and what people call it. */
export interface StateName {
  readonly names: StateNames;
  readonly shown: string;
}

/** A state that an overlay makes with those of the same cluster. */
export interface StepState extends OwnState {
  /** The overlays that make it: those of one cluster make one state, and so do clusters that get the same. */
  readonly tops: readonly StateName[];
  readonly objects: readonly FileObject[];
  /** Who builds what, as far as overlays build it. */
  readonly builders: Builders;
  /** The files of patches that were merged to make it, as the user would write them. */
  readonly from: ReadonlySet<string>;
}

/** What is known of a state before overlays are asked. */
interface Read {
  readonly objects: readonly FileObject[];
  readonly overlays: readonly Building[];
  readonly readings: Pick<Readings, "readers" | "readBy">;
  /** Where the folders begin, so that those of two states can be compared. */
  readonly root: string;
  /** What the step asks of overlays. @default each state is looked at by itself */
  readonly asked?: Asked | undefined;
}

interface Asked extends StepOverlays {
  /** Whether the state is the one after the step. */
  readonly isAfter: boolean;
}

/**
 * The states that some files make; without overlays that change anything there is one. Where overlays of one base are for several clusters,
 * each of them takes a step of its own.
 * @param all what they change
 */
export function statesToStep(all: readonly OverlayChanges[], read: Read): readonly StepState[] {
  const { objects, root, asked } = read;
  const ends = asked?.ends ?? none;
  const live = all.filter(({ top }) => !isOfEnds(top, ends, root));
  const changing = live.filter(({ of, top }) => [...of.keys()].some(isPartOrOperator) || isAsked(top, read));
  const idleOf = idleIn(read, ends, asked?.isAfter === true);
  // Where no part of a mesh is patched, there is one mesh, whatever is made of its routes.
  const named =
    changing.length > 0 ? [...changing, ...besides(live, changing, objects)] : live.filter(({ of }) => of.size > 0);
  const from = new Set(named.flatMap((one) => [...one.from]));
  const states = new Map<string, StepState & { readonly tops: StateName[] }>();
  for (const own of named) {
    const { isIdle, isLeft } = idleOf(own.top);
    const view = viewOf(own, live, isIdle);
    const plain = objects.filter((one) => !view.isElsewhere(one));
    const pairs = plain.map((one) => [one, isLeft(one) ? (own.top.fill?.(one) ?? one) : view.built(one)] as const);
    const made = pairs.flatMap(([, one]) => one ?? []);
    // Overlays of one cluster stand beside each other, and each sees what the others make.
    const key = [
      own.top.reader?.made?.application,
      ...made.map((one) => JSON.stringify([one.file, one.object, one.installs])),
    ].join("\n");
    const state = states.get(key) ?? {
      tops: [],
      objects: made,
      builders: buildersOf(pairs, view),
      final: finalFields(pairs, view),
      plain: new Set(plain),
      from,
    };
    state.tops.push({ names: namesOf(own.top, root), shown: nameOf(own.top, root) });
    states.set(key, state);
  }
  const found = [...states.values()];
  if (changing.length > 0 && found.length > 1) return found;
  const [only] = found.length === 1 ? found : [];
  const whole = { objects, builders: new Map(), final: () => false, plain: new Set(objects), from: new Set<string>() };
  return [{ ...(only ?? whole), tops: allNames(read) }];
}

const none: ReadonlySet<string> = new Set();

/** Whether an overlay with parts of a mesh is one of those that make states of their own in the other state. */
function isAsked(top: Building, { asked, objects, root }: Read): boolean {
  if (!asked || !namesOf(top, root).some((name) => asked.names.has(name))) return false;
  return objects.some((one) => isPart(one) && top.names.has(one.file));
}

/** Those that take as it is what others change for another cluster, or have a mesh of their own in another one. */
function besides(
  all: readonly OverlayChanges[],
  changing: readonly OverlayChanges[],
  objects: readonly FileObject[],
): readonly OverlayChanges[] {
  const parts = objects.filter(isPart);
  return all.filter(
    (one) =>
      !changing.includes(one) &&
      parts.some(({ file }) => one.top.names.has(file)) &&
      changing.some((other) => areAlternatives(one.top, other.top)),
  );
}

/** Every name that another state may have for what is one here: overlays that change nothing, and all who apply a part of a mesh. */
function allNames({ objects, overlays, readings, root }: Read): readonly StateName[] {
  const readers = new Set(objects.filter(isPart).flatMap((one) => readings.readBy(one)));
  return [
    ...appliedOf(overlays).map((top) => ({ names: namesOf(top, root), shown: nameOf(top, root) })),
    ...[...readers].map((reader: Reader) => ({ names: namesOfReader(reader, root), shown: reader.name })),
  ];
}

/** What people call whoever builds something. */
export function nameOf({ reader, file }: Building, root: string): string {
  return reader ? file.shown : posix.relative(root, file.folder);
}
