import { isAbsolute, relative, resolve, sep } from "node:path";

/** Where reports for other tools start their paths. */
export interface ReportBase {
  /** Absolute. */
  readonly folder: string;
  /** What files are relative to as the user gave them. */
  readonly cwd: string;
  /** Stands in for findings that are about no file: these tools show nothing without one. */
  readonly fallback: string;
}

/** A file's path below the base, with `/`; undefined for one outside. */
export function fileBelow({ folder, cwd }: ReportBase, file: string): string | undefined {
  const path = relative(folder, resolve(cwd, file));
  if (path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined;
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
