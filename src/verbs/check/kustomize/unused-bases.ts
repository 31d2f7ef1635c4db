import { posix } from "node:path";
import { type Finding, finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { type Building, topsOf } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import type { Readings } from "../../../repository/readers/readings";
import { isAmbientIstio } from "../../../rules/ambient";

/**
 * Parts of an ambient mesh in a base that nobody builds on, while overlays build on those beside it (KUS001): `base/ztunnel`, of an overlay that has
 * `base/control-plane` and `base/cni`. Where engines are among the manifests, they say what is applied.
 */
export function unusedBases(
  objects: readonly FileObject[],
  built: readonly Building[],
  { readers }: Pick<Readings, "readers">,
): readonly Finding[] {
  if (readers.length > 0) return [];
  const tops = new Set(topsOf(built));
  const holding = built.flatMap((one) => {
    const parts = objects.filter((it) => isSail(it) && one.names.has(it.file));
    return isBase(one) && parts.length > 0 ? [{ one, parts }] : [];
  });
  return holding.flatMap(({ one, parts }) => {
    const [part] = parts;
    if (!part || !tops.has(one) || parts.some(({ object }) => object.kind === "Istio")) return [];
    const parent = posix.dirname(one.file.folder);
    const beside = holding.filter((it) => it.one !== one && posix.dirname(it.one.file.folder) === parent);
    const isAmbient = beside.some((it) => it.parts.some((its) => its.object.kind === "Istio" && isAmbientIstio(its)));
    const overlay = [...tops].find(({ reached, file }) =>
      beside.some((it) => it.one.file !== file && reached.includes(it.one.file)),
    );
    if (!isAmbient || !overlay || beside.some((it) => tops.has(it.one))) return [];
    return [
      finding("KUS001", {
        object: objectId(part.object),
        severity: "warning",
        ...(part.locate && { place: part.locate([]) }),
        message: `nothing builds on ${one.file.shown}, and ${overlay.file.shown} builds on what stands beside it: kustomize leaves it out`,
        hint: "Add its folder to the resources of an overlay, unless somebody applies the base by itself.",
      }),
    ];
  });
}

/** A folder of `base` or `bases`: what is elsewhere may be applied as it is. */
function isBase({ file: { folder } }: Building): boolean {
  return /^bases?$/.test(posix.basename(posix.dirname(folder)));
}
