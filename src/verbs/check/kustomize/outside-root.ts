import { posix } from "node:path";
import { type Finding, finding, type MeshPath } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { statsAt } from "../../../source/read-text";

/** Lists of files or folders, and lists of maps that name a file. */
const plain = ["resources", "components", "transformers", "generators", "validators", "crds", "configurations"];
const plainPatches = ["patchesStrategicMerge"];
const withPath = ["patches", "patchesJson6902", "replacements"];
const generators = ["configMapGenerator", "secretGenerator"];

/**
 * Files that stand neither in the folder of their kustomization nor below it: kustomize takes folders from there, and no files (KUS001).
 * Flux lifts that, and whoever says LoadRestrictionsNone to kustomize or Argo CD.
 */
export function filesOutside(files: readonly KustomizationFile[], objects: readonly FileObject[]): readonly Finding[] {
  if (objects.some(lifts)) return [];
  return files.flatMap((file) =>
    named(file).flatMap(({ at, path }) => {
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

function named({ source }: KustomizationFile): readonly { readonly at: MeshPath; readonly path: string }[] {
  const entries = (lists: readonly string[]) =>
    lists.flatMap((list) => listAt(source.value, list).map((entry, index) => ({ entry, at: [list, index] })));
  const words = [...entries([...plain, ...plainPatches])].map(({ entry, at }) => ({ at, path: entry }));
  const paths = entries(withPath).map(({ entry, at }) => ({ at: [...at, "path"], path: textAt(entry, "path") }));
  const sources = entries(generators).flatMap(({ entry, at }) => [
    ...["files", "envs"].flatMap((key) =>
      listAt(entry, key).map((one, index) => ({ at: [...at, key, index], path: afterKey(one) })),
    ),
    { at: [...at, "env"], path: textAt(entry, "env") },
  ]);
  return [...words, ...paths, ...sources].flatMap(({ at, path }) =>
    typeof path === "string" && !path.includes("\n") ? [{ at, path }] : [],
  );
}

/** `values.yaml=values-prod.yaml` */
function afterKey(entry: unknown): unknown {
  return typeof entry === "string" ? entry.slice(entry.indexOf("=") + 1) : undefined;
}
