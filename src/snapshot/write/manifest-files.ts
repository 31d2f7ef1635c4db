import type { OutputTree } from "./tree";

/** Manifests by path below `manifests/`, as text. */
export type ManifestFiles = ReadonlyMap<string, string>;

/** The manifests of one phase of a rendered tree. */
export function manifestsOf(tree: OutputTree, phaseDir: string): ManifestFiles {
  const prefix = `phases/${phaseDir}/manifests/`;
  return new Map(
    [...tree.files].flatMap(([path, text]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [])),
  );
}

/** Paths whose text differs, sorted. */
export function changedPaths(before: ManifestFiles, after: ManifestFiles): readonly string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((path) => before.get(path) !== after.get(path)).sort();
}
