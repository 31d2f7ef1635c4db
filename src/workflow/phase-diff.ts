import { createTwoFilesPatch } from "diff";
import type { OutputTree } from "../snapshot/write/tree";

/** Manifests by path below `manifests/`, as text. */
export type ManifestFiles = ReadonlyMap<string, string>;

/** The manifests of one phase of a rendered tree. */
export function manifestsOf(tree: OutputTree, phaseDir: string): ManifestFiles {
  const prefix = `phases/${phaseDir}/manifests/`;
  return new Map(
    [...tree.files].flatMap(([path, text]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [])),
  );
}

/** A unified diff that `git apply` takes in the live folder; empty when nothing differs. */
export function unifiedDiff(before: ManifestFiles, after: ManifestFiles): string {
  return changedPaths(before, after)
    .map((path) => filePatch(path, before.get(path), after.get(path)))
    .join("");
}

/** Paths whose text differs, sorted. */
export function changedPaths(before: ManifestFiles, after: ManifestFiles): readonly string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((path) => before.get(path) !== after.get(path)).sort();
}

function filePatch(path: string, before: string | undefined, after: string | undefined): string {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const to = after === undefined ? "/dev/null" : `b/${path}`;
  const mode =
    before === undefined ? "new file mode 100644\n" : after === undefined ? "deleted file mode 100644\n" : "";
  const patch = createTwoFilesPatch(from, to, before ?? "", after ?? "");
  // The library heads its patch with a rule that git does not want.
  return `diff --git a/${path} b/${path}\n${mode}${patch.slice(patch.indexOf("---"))}`;
}
