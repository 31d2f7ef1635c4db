import { posix, resolve, sep } from "node:path";
import { filesBelow, shownIn } from "../../../source/folder-files";
import { statsAt } from "../../../source/read-text";

/** A Chart.yaml, and the folder of the chart that it makes. */
export interface ChartFile {
  /** Absolute path, with slashes. */
  readonly file: string;
  readonly shown: string;
  readonly folder: string;
}

/** The charts that stand below some folders. */
export function chartsBelow(paths: readonly string[], cwd: string): readonly ChartFile[] {
  return paths.flatMap((path) => {
    const folder = resolve(cwd, path);
    if (path === "-" || !statsAt(folder)?.isDirectory()) return [];
    const shown = slashes(path);
    return [...filesBelow(folder, shown, /^Chart\.ya?ml$/)].map((name) => {
      const file = slashes(resolve(folder, name));
      return { file, shown: shownIn(shown, name), folder: posix.dirname(file) };
    });
  });
}

function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
