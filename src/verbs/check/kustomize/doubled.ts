import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import { type Finding, finding, formatPlace } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { identity } from "../../../objects/kubernetes-object";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";

/** Sail objects of two folders that one kustomization builds: the folders are no meshes of their own, and kustomize refuses the second. */
export function doubled(built: readonly (readonly FileObject[])[]): readonly Finding[] {
  const seen = new Set<FileObject>();
  return built.flatMap((objects) => {
    const twins = grouped(objects.filter(isSail), (one) => identity(one.object));
    return [...twins.values()].flatMap(([first, ...others]) =>
      others.flatMap((other) => {
        if (!first || posix.dirname(other.file) === posix.dirname(first.file) || seen.has(other)) return [];
        seen.add(other);
        const where = first.locate ? `, at ${formatPlace(first.locate([]))}` : "";
        const message = `${objectId(other.object)} is there twice${where}, and one kustomization builds both: kustomize refuses it`;
        return [
          finding("DUP001", {
            object: objectId(other.object),
            message,
            ...(other.locate && { place: other.locate([]) }),
          }),
        ];
      }),
    );
  });
}
