import { existsSync } from "node:fs";
import { posix } from "node:path";
import { grouped } from "../../basics/grouped";
import { type Finding, finding, formatPlace } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { identity } from "../../objects/kubernetes-object";
import { kustomizationNames } from "../../source/manifest-object";
import type { FileObject } from "./read-objects";
import { isSail } from "./split-meshes";

/**
 * Sail objects that two files of one folder hold (DUP001). They are checked as two meshes, which is what a folder of samples is;
 * where a kustomization makes one mesh of the folder, one of the two is too many.
 */
export function twinFindings(objects: readonly FileObject[]): readonly Finding[] {
  const twins = grouped(objects.filter(isSail), (one) => `${posix.dirname(one.file)} ${identity(one.object)}`);
  return [
    ...strays(objects.filter(isSail)),
    ...[...twins.values()].flatMap(([first, ...others]) => {
      const other = others.find((one) => one.file !== first?.file);
      if (!first || !other) return [];
      const folder = posix.dirname(first.file);
      const built = kustomizationNames.some((name) => existsSync(posix.join(folder, name)));
      return [
        finding("DUP001", {
          object: objectId(other.object),
          severity: built ? "error" : "warning",
          ...(other.locate && { place: other.locate([]) }),
          message: `${objectId(other.object)} is there twice${first.locate ? `, at ${formatPlace(first.locate([]))}` : ""}${built ? "" : ": the two files are checked as two meshes"}`,
        }),
      ];
    }),
  ];
}

/** A folder that has one part of a mesh alone, and that part has a whole mesh in another folder: hardly a mesh of its own. */
function strays(sails: readonly FileObject[]): readonly Finding[] {
  const folders = [...grouped(sails, (one) => posix.dirname(one.file)).values()];
  const whole = folders.filter((some) => new Set(some.map(({ object }) => object.kind)).size > 2);
  return folders.flatMap((some) => {
    const [one, second] = some;
    // Of an Istio alone people have many: a mesh of sidecars.
    if (!one || second || one.object.kind === "Istio" || whole.length !== 1) return [];
    const first = whole[0]?.find(({ object }) => identity(object) === identity(one.object));
    if (!first) return [];
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
