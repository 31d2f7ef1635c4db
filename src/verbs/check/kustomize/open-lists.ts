import { posix } from "node:path";
import { listAt, wordOf } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { statsAt } from "../../../source/read-text";

/** Whether a part of what it builds comes from elsewhere, or stands in a file of which nothing could be read. */
export function isOpen({ source, folder }: KustomizationFile, below: readonly FileObject[]): boolean {
  const lists = ["resources", "bases", "components"].flatMap((key) => listAt(source.value, key));
  const isRead = (path: string) => statsAt(path)?.isDirectory() || below.some(({ file }) => file === path);
  return (
    lists.some((entry) => !isRead(posix.resolve(folder, wordOf(entry)))) ||
    ["helmCharts", "generators", "helmChartInflationGenerator"].some((key) => listAt(source.value, key).length > 0)
  );
}
