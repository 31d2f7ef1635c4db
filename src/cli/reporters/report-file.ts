import { resolve } from "node:path";
import { pathBelow } from "../../source/folder-files";

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
  return pathBelow(folder, resolve(cwd, file));
}
