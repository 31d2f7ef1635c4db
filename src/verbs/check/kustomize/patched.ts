import type { Finding, MeshPath } from "../../../findings/finding";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { kindOf } from "../../../objects/kubernetes-object";
import { valueAt } from "../../../objects/object-paths";
import type { FileObject } from "../read-objects";
import { isSail } from "../split-meshes";
import { type Building, topsOf } from "./buildings";
import { merged, type Patch, patchesOf } from "./patches";

/** The parts of a mesh as an overlay makes them. */
export interface Patched {
  readonly top: Building;
  /** With what is judged beside them. */
  readonly objects: readonly FileObject[];
  /** Those that it changes, as they stand in their files. */
  readonly changed: ReadonlySet<FileObject>;
  /** The files of its patches, as the user would write them. */
  readonly from: ReadonlySet<string>;
}

/**
 * One state for each overlay that changes a part of the mesh by a merge: what is wrong with such a mesh stands in no file, and comes
 * about where the files are put together.
 */
export function patchedStates(built: readonly Building[], objects: readonly FileObject[]): readonly Patched[] {
  const parts = objects.filter(isSail);
  if (parts.length === 0) return [];
  const beside = objects.filter(({ object }) => besides.includes(kindOf(object)));
  const namesOf = new Map(built.map(({ file, names }) => [file, names]));
  return topsOf(built).flatMap((top) => {
    const changed = new Map<FileObject, FileObject>();
    const from = new Set<string>();
    // What an overlay builds on is patched before it.
    for (const file of top.reached.toReversed()) {
      const names = namesOf.get(file);
      for (const patch of patchesOf(file)) {
        for (const one of parts) {
          const now = changed.get(one) ?? one;
          if (!names?.has(one.file) || !patch.fits(now.object)) continue;
          changed.set(one, withPatch(now, patch));
          from.add(patch.locate([]).file);
        }
      }
    }
    if (changed.size === 0) return [];
    const patched = parts.map((one) => changed.get(one) ?? one);
    return [{ top, objects: [...patched, ...beside], changed: new Set(changed.keys()), from }];
  });
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
  const judged = states.map((state) => ({ state, findings: judge(state.objects) }));
  const known = new Set(plain.map(keyOf));
  const still = new Set(judged.flatMap(({ findings }) => findings.map(keyOf)));
  const tops = topsOf(built);
  // What every overlay mends of a base is nothing that anybody applies.
  const isMended = (one: Finding) => {
    const file = one.place?.file;
    const source = states
      .flatMap(({ changed }) => [...changed])
      .find((it) => it.shown === file && objectId(it.object) === one.object);
    // What is written wrongly stays so, whoever writes over it.
    if (!source || still.has(keyOf(one)) || /^(SCH\d+|VER00[56])$/.test(one.rule)) return false;
    return tops.every(
      ({ file: top, names }) =>
        !names.has(source.file) || states.some((it) => it.top.file === top && it.changed.has(source)),
    );
  };
  return [
    ...plain.filter((one) => !isMended(one)),
    ...judged.flatMap(({ state, findings }) =>
      findings
        .filter((one) => !known.has(keyOf(one)))
        // The file that it would be mended in may be that of another overlay, too.
        .map(({ fixes: _, ...one }) => ({ ...one, message: `${one.message}; as ${state.top.file.shown} builds it` })),
    ),
  ];
}

function keyOf({ rule, object, message }: Finding): string {
  return JSON.stringify([rule, object, message]);
}

/** A field that the patch sets stands in the patch. */
function withPatch(one: FileObject, patch: Patch): FileObject {
  // A target may choose objects by other names than the patch has.
  const {
    kind: _,
    apiVersion: __,
    metadata,
    ...rest
  } = patch.value as Partial<KubernetesObject> & Record<string, unknown>;
  const { name: ___, namespace: ____, ...kept } = Object(metadata) as Record<string, unknown>;
  const value = { ...rest, ...(Object.keys(kept).length > 0 && { metadata: kept }) };
  const locate = (path: MeshPath) => (isSet(value, path) || !one.locate ? patch.locate(path) : one.locate(path));
  return { ...one, object: merged(one.object, value) as KubernetesObject, locate };
}

function isSet(value: unknown, path: MeshPath): boolean {
  return path.length > 0 && valueAt(value, ...path) !== undefined;
}
