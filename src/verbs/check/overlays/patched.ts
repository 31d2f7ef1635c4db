import type { Finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { isPart } from "../../../repository/charts/mesh-charts";
import { appliedOf, type Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import type { OverlayChanges } from "../../../repository/patches/overlay-changes";
import { type Builders, buildersOf, withBuilders } from "./builders";
import { extentOf, isJudgedWhole } from "./extent";
import { type FinalFields, finalFields, type OwnState } from "./final-fields";
import { lacks } from "./lacking";
import { isOfUnbuilt } from "./unbuilt-bases";
import { areAlternatives, viewOf } from "./views";

/** A mesh as an overlay makes it. */
export interface Patched {
  readonly top: Building;
  /** All overlays that it has whole: itself, and those of the same cluster. */
  readonly covers: ReadonlySet<Building>;
  /** The parts of the mesh, and what is judged beside them. */
  readonly objects: readonly FileObject[];
  /** Who builds what is said of. */
  readonly builders: Builders;
  /** The fields that nobody writes over any more. */
  readonly final: FinalFields;
  /** The same objects as they stand in their files. */
  readonly plain: readonly FileObject[];
  /** All objects of the same cluster, likewise: not all of them may be judged. */
  readonly own: ReadonlySet<FileObject>;
  /** Those of them that are changed. */
  readonly changed: ReadonlySet<FileObject>;
  /** Whether it takes a base as it is. @default it changes something */
  readonly isPlain?: true;
  /** The objects that something may be said of. @default all of them */
  readonly subjects?: ReadonlySet<string>;
  /** Whether the parts of the mesh beside it are of several meshes: then these make none. @default they are of one */
  readonly isMixed?: true;
  /** The files of its patches, as the user would write them. */
  readonly from: ReadonlySet<string>;
}

/**
 * One state for each overlay that changes an object by a patch: what is wrong with such a mesh stands in no file, and comes about where
 * the files are put together. And one for each that takes the same base as it is: what the others bring is not in its mesh.
 */
export function patchedStates(all: readonly OverlayChanges[], objects: readonly FileObject[]): readonly Patched[] {
  if (!objects.some(isPart)) return [];
  const changing = all.filter(({ of }) => of.size > 0);
  const isJudged = extentOf(changing, objects);
  const states: (Patched & { readonly covers: Set<Building>; readonly from: Set<string> })[] = [];
  const plainOnes = all.filter(
    ({ of, top }) => of.size === 0 && changing.some((other) => areAlternatives(top, other.top)),
  );
  const few = [...changing, ...plainOnes];
  for (const own of isJudgedWhole(few, objects) ? few : changing) {
    const view = viewOf(own, all);
    // An earlier state may be of the same cluster, and have it all.
    const isKnown = ({ changed, objects: theirs }: Patched) => {
      if (own.of.size === 0) return false;
      if (![...own.of.keys()].every((one) => changed.has(one))) return false;
      const made = new Set(theirs);
      return [...own.of.values()].every((one) => one === undefined || made.has(one));
    };
    const whole = states.find(isKnown);
    if (whole) {
      whole.covers.add(own.top);
      for (const file of own.from) whole.from.add(file);
      continue;
    }
    const ofCluster = objects.filter((one) => !view.isElsewhere(one));
    const plain = ofCluster.filter((one) => isJudged(own, one));
    const pairs = plain.map((one) => [one, view.built(one)] as const);
    const isMixed = plain.some((one) => isSail(one) && view.isOfSeveral(one));
    states.push({
      top: own.top,
      covers: new Set([own.top]),
      builders: buildersOf(pairs, view),
      final: finalFields(pairs, view),
      plain,
      own: new Set(ofCluster),
      objects: pairs.flatMap(([, made]) => made ?? []),
      changed: new Set(pairs.flatMap(([one, made]) => (one === made ? [] : [one]))),
      from: new Set(own.from),
      ...(own.of.size === 0 && { isPlain: true as const }),
      ...(isMixed && { isMixed }),
      ...((own.isMoved || isMixed) && {
        subjects: new Set(
          pairs.flatMap(([one, made]) => (made && own.top.names.has(one.file) ? [objectId(made.object)] : [])),
        ),
      }),
    });
  }
  return states;
}

interface Overlays {
  readonly built: readonly Building[];
  readonly states: readonly Patched[];
  /** Whether engines say who applies which of them; what a cluster lacks is then said of those. */
  readonly isApplied: boolean;
}

/**
 * What is said of the files as they stand and of what overlays make of them.
 * @param judge what is said of some objects, and of them as a state of a cluster beside the parts of other ones
 */
export function overlaid(
  plain: readonly Finding[],
  { built, states, isApplied }: Overlays,
  judge: (
    objects: readonly FileObject[],
    otherClusters?: readonly FileObject[],
    state?: OwnState,
  ) => readonly Finding[],
): readonly Finding[] {
  // Not all objects are judged beside an overlay: what that alone brings about is said of its plain files, too.
  const seen = new Map<string, ReadonlySet<string>>();
  const numbers = new Map([...new Set(states.flatMap((state) => state.plain))].map((one, index) => [one, index]));
  const before = (objects: readonly FileObject[]) => {
    // Overlays of one base stand on the same files.
    const key = objects.map((one) => numbers.get(one)).join(" ");
    const said = seen.get(key) ?? new Set(judge(objects).map(keyOf));
    seen.set(key, said);
    return said;
  };
  const parts = new Map(states.map((state) => [state, state.objects.filter(isSail)]));
  const others = (state: Patched) => states.flatMap((it) => (it === state ? [] : (parts.get(it) ?? [])));
  const judged = states.map((state) => {
    const all = judge(state.objects, others(state), { plain: state.own, final: state.final });
    const findings = state.isMixed ? all.filter(({ object = "" }) => state.subjects?.has(object)) : all;
    return { state, findings, before: before(state.plain) };
  });
  const known = new Set(plain.map(keyOf));
  const still = judged.map(({ findings }) => new Set(findings.map(keyOf)));
  const tops = appliedOf(built);
  // What every overlay mends of a base is nothing that anybody applies.
  const isMended = (one: Finding) => {
    const file = one.place?.file;
    // What is written wrongly stays so, whoever writes over it.
    if (file === undefined || /^(SCH\d+|VER00[56])$/.test(one.rule)) return false;
    const key = keyOf(one);
    const sources = states.flatMap((state) => state.plain).filter((it) => it.shown === file);
    const source = sources.find((it) => objectId(it.object) === one.object);
    if (!source || still.some((keys) => keys.has(key))) return false;
    if (isOfUnbuilt(source, { key, message: one.message }, judged, tops)) return true;
    // Of a base that is taken as it is, all is judged, and it is not said.
    const mends = ({ state, before }: (typeof judged)[number]) =>
      state.changed.has(source) || state.isPlain === true || before.has(key);
    const builders = tops.filter(({ names }) => names.has(source.file));
    return builders.length > 0 && builders.every((top) => judged.some((it) => it.state.covers.has(top) && mends(it)));
  };
  const saidOf = new Map(judged.map(({ state }, index) => [state, still[index]]));
  const isLacking = (state: Patched, one: Finding) =>
    !isApplied && lacks(one, state, states, (it) => saidOf.get(it)?.has(keyOf(one)) === true);
  const brought = judged.flatMap(({ state, findings, before }) =>
    findings
      .filter((one) => !known.has(keyOf(one)) && (!before.has(keyOf(one)) || isLacking(state, one)))
      .filter(({ object }) => state.subjects?.has(object ?? "") ?? true)
      .map((finding) => ({ state, finding })),
  );
  return [...plain.filter((one) => !isMended(one)), ...withBuilders(brought, states)];
}

/** What nothing protects is one cause, whichever engine the neighbours of an overlay make it known for. */
function keyOf({ rule, object, message }: Finding): string {
  return JSON.stringify([rule, object, /^DEL00[45]$/.test(rule) ? "" : message]);
}
