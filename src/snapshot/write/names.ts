/** Where one mesh's output lives, and the hidden siblings that exist only while it is being replaced. */
export interface MeshPaths {
  readonly current: string;
  /** The new tree while it is built; also the old one while it is thrown away: whatever has this name can go. */
  readonly next: string;
  /** The old tree between the two renames; it is taken back when `current` is missing. */
  readonly previous: string;
}

/** All hidden names start with this; no mesh may. */
export const hiddenPrefix = ".meshstep";

export const lockName = `${hiddenPrefix}.lock`;

export function meshPaths(outDir: string, name: string): MeshPaths {
  return {
    current: `${outDir}/${name}`,
    next: `${outDir}/${hiddenPrefix}-${name}.next`,
    previous: `${outDir}/${hiddenPrefix}-${name}.previous`,
  };
}

/** The mesh that a hidden folder of the out folder belongs to; `undefined` for anything else. */
export function meshOfHidden(entry: string): string | undefined {
  return /^\.meshstep-(.+)\.(?:next|previous)$/s.exec(entry)?.[1];
}

/** Users know `out/prod/PLAN.md`, not the hidden folder in which it was being written. */
export function visiblePath(path: string): string {
  return path.replace(/\.meshstep-([^/\\]+)\.(?:next|previous)(?=[/\\]|$)/, "$1");
}
