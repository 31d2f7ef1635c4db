import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { filesBelow, isWalked, shownIn } from "../../../source/folder-files";
import { attempt } from "../../../source/read-text";
import { kustomizationOf } from "./listed-files";
import { isWritten } from "./written";

const manifest = /\.(ya?ml|json)$/;

/**
 * What is named of a state in whose folder others stand: its files, and those of its folders that hold none of the others. A folder of all of them would be
 * read with the others.
 * @param others the folders of the others
 * @param isRead whether a file, by its absolute path, is one that anybody reads
 */
export function stateInputs(
  state: string,
  others: readonly string[],
  isRead: (file: string) => boolean,
  cwd: string,
): readonly string[] {
  const path = resolve(cwd, state);
  const below = others.filter((one) => resolve(cwd, one).startsWith(`${path}/`));
  if (below.length === 0 || kustomizationOf(state, cwd) !== undefined) return [state];
  return entriesOf(state, new Set(below.map((one) => resolve(cwd, one))), isRead, cwd);
}

function entriesOf(
  folder: string,
  others: ReadonlySet<string>,
  isRead: (file: string) => boolean,
  cwd: string,
): readonly string[] {
  const entries = attempt(folder, () => readdirSync(resolve(cwd, folder), { withFileTypes: true }));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const shown = shownIn(folder, entry.name);
    const path = resolve(cwd, shown);
    if (others.has(path)) return [];
    if (!entry.isDirectory()) return manifest.test(entry.name) && isRead(path) ? [shown] : [];
    if (!isWalked(entry.name) || isWritten(path)) return [];
    if ([...others].some((one) => one.startsWith(`${path}/`))) return entriesOf(shown, others, isRead, cwd);
    return [...filesBelow(path, shown, manifest)].some((name) => isRead(resolve(path, name))) ? [shown] : [];
  });
}
