import { posix } from "node:path";
import { listAt, wordOf } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { statsAt } from "../../../source/read-text";

/**
 * Whether a part of what they build comes from elsewhere, stands in a file of which nothing could be read, or in a folder
 * that was not looked at: an overlay is often checked without its base.
 * @param reached a kustomization and those that it is made of
 */
export function isOpen(reached: readonly KustomizationFile[], below: readonly FileObject[]): boolean {
  const folders = new Set(reached.map(({ folder }) => folder));
  return reached.some((one) => isOpenItself(one, folders, below));
}

function isOpenItself(
  { source, folder }: KustomizationFile,
  folders: ReadonlySet<string>,
  below: readonly FileObject[],
): boolean {
  const lists = ["resources", "bases", "components"].flatMap((key) => listAt(source.value, key));
  const isRead = (path: string) =>
    statsAt(path)?.isDirectory() ? folders.has(path) : below.some(({ file }) => file === path);
  return (
    lists.some((entry) => !isRead(posix.resolve(folder, wordOf(entry)))) ||
    ["helmCharts", "generators", "helmChartInflationGenerator"].some((key) => listAt(source.value, key).length > 0)
  );
}
