import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import { identity, kindOf } from "../../../objects/kubernetes-object";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { areAllKnown } from "../../../rules/engines/unapplied";
import { memberOf } from "../../../rules/membership";
import { labelsOf } from "../../../rules/objects";
import type { Reader } from "../../../rules/rule";

/**
 * Namespaces of a mesh, and what goes into them, that stand once and are built by nobody: below the folder of an Application that does not
 * go into it, they are applied by nobody. None where somebody may read them who is not here.
 */
export function strayedMembers(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
  readers: readonly Reader[],
): ReadonlySet<FileObject> {
  if (!areAllKnown({ objects, readers })) return new Set();
  const named = new Set(files.flatMap((one) => [...one.named]));
  const isBuilt = (path: string): boolean =>
    named.has(path) || (posix.dirname(path) !== path && isBuilt(posix.dirname(path)));
  const there = grouped(objects, ({ object }) => identity(object));
  const alone = objects.filter(({ file, object }) => there.get(identity(object))?.length === 1 && !isBuilt(file));
  const members = alone.filter(({ object }) => kindOf(object) === "/Namespace" && memberOf(labelsOf(object)));
  const names = grouped(members, ({ file, object }) => `${posix.dirname(file)} ${object.metadata.name}`);
  const isBeside = ({ file, object: { metadata } }: FileObject) =>
    metadata.namespace !== undefined && names.has(`${posix.dirname(file)} ${metadata.namespace}`);
  return new Set([...members, ...alone.filter(isBeside)]);
}
