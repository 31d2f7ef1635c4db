import { posix, resolve, sep } from "node:path";
import { InputError } from "../../../findings/input-error";
import { filesBelow, shownIn } from "../../../source/folder-files";
import { readTextFile, statsAt } from "../../../source/read-text";
import { parseYamlDocuments, type YamlSource } from "../../../source/yaml-source";

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

/** One that brings charts along; undefined for others. One that cannot be read is Helm's to report. */
export function readChart(file: string, shown: string): YamlSource | undefined {
  try {
    const text = readTextFile(file, shown);
    return text.includes("dependencies") ? parseYamlDocuments(text, shown)[0] : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
