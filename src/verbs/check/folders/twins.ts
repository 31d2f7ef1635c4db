import { existsSync } from "node:fs";
import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import { type Finding, finding, formatPlace } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { canonicalJson } from "../../../objects/canonical-json";
import { identity, kindOf } from "../../../objects/kubernetes-object";
import { valueAt } from "../../../objects/object-paths";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import { directoriesOf, isUnit, whyLeftOut } from "../../../repository/readers/directories";
import { type OfOneCluster, ofOneCluster } from "../../../repository/readers/one-cluster";
import type { Readings } from "../../../repository/readers/readings";
import { isAmbientIstio } from "../../../rules/ambient";
import type { Reader } from "../../../rules/rule";
import { kustomizationNames } from "../../../source/manifest-object";

/**
 * Sail objects that two files of one folder hold (DUP001). They are checked as two meshes, which is what a folder of samples is;
 * where a kustomization makes one mesh of the folder, Flux, or one Application of Argo CD, one of the two is too many.
 * @param isAside what nobody applies, and was put into a folder of its own for that
 */
export function twinFindings(
  objects: readonly FileObject[],
  built: readonly Building[],
  { readBy }: Pick<Readings, "readBy">,
  isAside: (one: FileObject) => boolean = () => false,
): readonly Finding[] {
  const twins = grouped(objects.filter(isSail), (one) => `${posix.dirname(one.file)} ${identity(one.object)}`);
  return [
    ...strays(
      objects.filter((one) => isSail(one) && !isAside(one)),
      ofOneCluster(built, { readBy }),
    ),
    ...[...twins.values()].flatMap(([first, ...others]) => {
      const other = others.find((one) => one.file !== first?.file);
      if (!first || !other) return [];
      const folder = posix.dirname(first.file);
      const isBuilt = isKustomization(folder) || readBy(first).some((reader) => isListedByFlux(reader, folder));
      const both =
        isBuilt || isSame(first, other) ? undefined : readBy(first).find((reader) => readsBoth(reader, first, other));
      const end = both
        ? `: ${both.name} reads both files, and applies one of the two`
        : ": the two files are checked as two meshes";
      return [
        finding("DUP001", {
          object: objectId(other.object),
          severity: isBuilt || both ? "error" : "warning",
          ...(other.locate && { place: other.locate([]) }),
          message: `${objectId(other.object)} is there twice${first.locate ? `, at ${formatPlace(first.locate([]))}` : ""}${isBuilt ? "" : end}`,
        }),
      ];
    }),
  ];
}

function isKustomization(folder: string): boolean {
  return kustomizationNames.some((name) => existsSync(posix.join(folder, name)));
}

function isSame(one: FileObject, other: FileObject): boolean {
  return canonicalJson(one.object) === canonicalJson(other.object);
}

/** Whether an Application takes two files of a folder for plain manifests of its own: Argo CD then says RepeatedResourceWarning, and syncs all the same. */
function readsBoth(reader: Reader, one: FileObject, other: FileObject): boolean {
  if (kindOf(reader.by.object) !== "argoproj.io/Application") return false;
  return directoriesOf(reader).some(({ folder, at, by }) => {
    const directory = valueAt(by.object, ...at, "directory");
    return [one, other].every(
      (it) =>
        it.file.startsWith(`${folder}/`) && !isUnit(it.file, folder) && whyLeftOut(it, folder, directory) === undefined,
    );
  });
}

/** Where a folder of Flux has no kustomization, it makes one that lists all files below: kustomize then refuses what is there twice. */
function isListedByFlux({ by, folders }: Reader, folder: string): boolean {
  if (kindOf(by.object) !== "kustomize.toolkit.fluxcd.io/Kustomization") return false;
  return folders.some((top) => {
    const below = posix.relative(top, folder).split("/").filter(Boolean);
    if (below[0] === "..") return false;
    return !["", ...below].some((_, depth) => isKustomization(posix.join(top, ...below.slice(0, depth))));
  });
}

/** A folder that has one part of a mesh alone, and that part has a whole mesh in another folder: hardly a mesh of its own. */
function strays(sails: readonly FileObject[], isOne: OfOneCluster): readonly Finding[] {
  const folders = [...grouped(sails, (one) => posix.dirname(one.file)).values()];
  const whole = folders.filter((some) => new Set(some.map(({ object }) => object.kind)).size > 2);
  return folders.flatMap((some) => {
    const [one, second] = some;
    if (!one || second || isMeshAlone(one) || whole.length !== 1) return [];
    const first = whole[0]?.find(({ object }) => identity(object) === identity(one.object));
    // Of two that one cluster gets it is said as of one mesh.
    if (!first || isOne(first, one)) return [];
    const where = first.locate ? `, at ${formatPlace(first.locate([]))}` : "";
    const message = `${objectId(one.object)} is there twice${where}, and nothing else of a mesh stands in this folder`;
    return [
      finding("DUP001", {
        object: objectId(one.object),
        severity: "warning",
        message,
        ...(one.locate && { place: one.locate([]) }),
      }),
    ];
  });
}

/** Of an Istio alone people have many: a mesh of sidecars. One for ambient needs more, and is a copy or a later stage of the other. */
function isMeshAlone(one: FileObject): boolean {
  return one.object.kind === "Istio" && !isAmbientIstio(one);
}
