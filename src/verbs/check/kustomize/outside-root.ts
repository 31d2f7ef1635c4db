import { posix } from "node:path";
import { type Finding, finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { statsAt } from "../../../source/read-text";
import { namedIn } from "./named-files";

/**
 * Files that stand neither in the folder of their kustomization nor below it: kustomize takes folders from there, and no files (KUS001).
 * Flux lifts that, and whoever says LoadRestrictionsNone to kustomize or Argo CD.
 */
export function filesOutside(files: readonly KustomizationFile[], objects: readonly FileObject[]): readonly Finding[] {
  if (objects.some(lifts)) return [];
  return files.flatMap((file) =>
    namedIn(file).flatMap(({ at, path }) => {
      const absolute = posix.resolve(file.folder, path);
      if (absolute.startsWith(`${file.folder}/`) || !statsAt(absolute)?.isFile()) return [];
      return [
        finding("KUS001", {
          severity: "warning",
          place: file.source.locate(at),
          message: `${at[0]} names ${path}, a file outside of this folder: kubectl and Argo CD refuse it, unless they are told LoadRestrictionsNone`,
          hint: `Move the file here, or write a kustomization.yaml beside it that lists it, and name its folder ${posix.dirname(path)}.`,
        }),
      ];
    }),
  );
}

function lifts({ object }: FileObject): boolean {
  return (
    kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization" ||
    JSON.stringify(object).includes("LoadRestrictionsNone")
  );
}
