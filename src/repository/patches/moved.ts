import { textAt } from "../../objects/object-paths";
import type { KustomizationFile } from "../kustomizations/file";
import type { FileObject } from "../objects/file-object";

/**
 * What a kustomization that sets a namespace makes of its objects, as far as they say another one; of a Namespace it is the name. Those
 * that say none get it where objects are placed.
 */
export function moving(
  file: KustomizationFile,
  objects: readonly FileObject[],
  of: ReadonlyMap<FileObject, FileObject | undefined>,
): ((one: FileObject) => FileObject) | undefined {
  const namespace = textAt(file.source.value, "namespace");
  if (namespace === undefined || namespace === "" || /[{}$]/.test(namespace)) return undefined;
  const isSpace = ({ object }: FileObject) => object.kind === "Namespace" && object.apiVersion === "v1";
  // Two of one name are refused, and that is said of the field.
  const spaces = objects.filter((one) => isSpace(of.get(one) ?? one)).length;
  return (one) => {
    const key = isSpace(one) ? "name" : "namespace";
    const was = one.object.metadata[key];
    if (was === undefined || was === namespace || (key === "name" && spaces > 1)) return one;
    return {
      ...one,
      object: { ...one.object, metadata: { ...one.object.metadata, [key]: namespace } },
      locate: (path, part) =>
        path.join(".") === `metadata.${key}` || !one.locate
          ? file.source.locate(["namespace"])
          : one.locate(path, part),
    };
  };
}
