import { existsSync } from "node:fs";
import { posix } from "node:path";
import { type Finding, finding, formatPlace } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { identity } from "../../source/kubernetes-object";
import { kustomizationNames } from "../../source/manifest-object";
import { type FileObject, grouped } from "./read-objects";
import { isSail } from "./split-meshes";

/**
 * Sail objects that two files of one folder hold (DUP001). They are checked as two meshes, which is what a folder of samples is;
 * where a kustomization makes one mesh of the folder, one of the two is too many.
 */
export function twinFindings(objects: readonly FileObject[]): readonly Finding[] {
  const twins = grouped(objects.filter(isSail), (one) => `${posix.dirname(one.file)} ${identity(one.object)}`);
  return [...twins.values()].flatMap(([first, ...others]) => {
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
  });
}
