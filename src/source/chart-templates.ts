import { join, sep } from "node:path";
import { statsAt } from "./read-text";

const slashes = (path: string) => (sep === "/" ? path : path.replaceAll(sep, "/"));

/**
 * Whether a file is a template of a Helm chart: below `templates` of a folder with a Chart.yaml. What stands there between braces is filled in first, also where it is
 * in quotes and the rest is YAML.
 */
export function isChartTemplate(path: string): boolean {
  const parts = slashes(path).split("/templates/");
  return parts.slice(1).some((_, index) => isChart(parts.slice(0, index + 1).join("/templates/")));
}

function isChart(folder: string): boolean {
  return statsAt(join(folder, "Chart.yaml"))?.isFile() === true;
}
