import type { Finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { kindOf } from "../../../objects/kubernetes-object";
import type { FileObject } from "../read-objects";
import { isSail } from "../split-meshes";
import { type Building, topsOf } from "./buildings";
import { overlayChanges, viewOf } from "./overlay-changes";

/** A mesh as an overlay makes it. */
export interface Patched {
  readonly top: Building;
  /** All overlays that it has whole: itself, and those of the same cluster. */
  readonly covers: ReadonlySet<Building>;
  /** The parts of the mesh, and what is judged beside them. */
  readonly objects: readonly FileObject[];
  /** The same objects as they stand in their files. */
  readonly plain: readonly FileObject[];
  /** Those of them that are changed. */
  readonly changed: ReadonlySet<FileObject>;
  /** The files of its patches, as the user would write them. */
  readonly from: ReadonlySet<string>;
}

/**
 * One state for each overlay that changes an object by a patch: what is wrong with such a mesh stands in no file, and comes about where
 * the files are put together.
 */
export function patchedStates(built: readonly Building[], objects: readonly FileObject[]): readonly Patched[] {
  if (!objects.some(isSail)) return [];
  const all = overlayChanges(built, objects);
  const states: (Patched & { readonly covers: Set<Building> })[] = [];
  for (const own of all) {
    if (own.of.size === 0) continue;
    const view = viewOf(own, all);
    // An earlier state may be of the same cluster, and have it all.
    const isKnown = ({ objects: theirs, changed }: Patched) =>
      [...own.of].every(([one, made]) => changed.has(one) && (made === undefined || theirs.includes(made)));
    const whole = states.find(isKnown);
    if (whole) {
      whole.covers.add(own.top);
      continue;
    }
    const isWide = [...own.of.keys()].some((one) => !isSail(one));
    const plain = objects.filter(
      (one) =>
        (isSail(one) || besides.includes(kindOf(one.object)) || (isWide && own.top.names.has(one.file))) &&
        !view.isElsewhere(one),
    );
    const pairs = plain.map((one) => [one, view.built(one)] as const);
    states.push({
      top: own.top,
      covers: new Set([own.top]),
      plain,
      objects: pairs.flatMap(([, made]) => made ?? []),
      changed: new Set(pairs.flatMap(([one, made]) => (one === made ? [] : [one]))),
      from: own.from,
    });
  }
  return states;
}

/** What hangs on the parts of a mesh: thousands of routes and workloads are judged once, as they stand in their files. */
const besides: readonly string[] = [
  "/Namespace",
  "gateway.networking.k8s.io/Gateway",
  "operators.coreos.com/Subscription",
  "argoproj.io/Application",
  "kustomize.toolkit.fluxcd.io/Kustomization",
  "helm.toolkit.fluxcd.io/HelmRelease",
];

/**
 * What is said of the files as they stand and of what overlays make of them.
 * @param judge what is said of some objects
 */
export function overlaid(
  plain: readonly Finding[],
  { built, states }: { readonly built: readonly Building[]; readonly states: readonly Patched[] },
  judge: (objects: readonly FileObject[]) => readonly Finding[],
): readonly Finding[] {
  // Not all objects are judged beside an overlay: what that alone brings about is said of its plain files, too.
  const judged = states.map((state) => ({
    state,
    findings: judge(state.objects),
    before: new Set(judge(state.plain).map(keyOf)),
  }));
  const known = new Set(plain.map(keyOf));
  const still = judged.map(({ findings }) => new Set(findings.map(keyOf)));
  const tops = topsOf(built);
  // What every overlay mends of a base is nothing that anybody applies.
  const isMended = (one: Finding) => {
    const file = one.place?.file;
    // What is written wrongly stays so, whoever writes over it.
    if (file === undefined || /^(SCH\d+|VER00[56])$/.test(one.rule)) return false;
    const key = keyOf(one);
    const sources = states.flatMap((state) => state.plain).filter((it) => it.shown === file);
    const source = sources.find((it) => objectId(it.object) === one.object);
    if (!source || still.some((keys) => keys.has(key))) return false;
    const mends = ({ state, before }: (typeof judged)[number]) => state.changed.has(source) || before.has(key);
    const builders = tops.filter(({ names }) => names.has(source.file));
    return builders.length > 0 && builders.every((top) => judged.some((it) => it.state.covers.has(top) && mends(it)));
  };
  return [
    ...plain.filter((one) => !isMended(one)),
    ...judged.flatMap(({ state, findings, before }) =>
      findings
        .filter((one) => !known.has(keyOf(one)) && !before.has(keyOf(one)))
        // The file that it would be mended in may be that of another overlay, too.
        .map(({ fixes: _, ...one }) => ({ ...one, message: `${one.message}; as ${state.top.file.shown} builds it` })),
    ),
  ];
}

function keyOf({ rule, object, message }: Finding): string {
  return JSON.stringify([rule, object, message]);
}
