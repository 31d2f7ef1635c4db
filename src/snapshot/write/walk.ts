import { InputError } from "../../findings/input-error";
import { type EntryKind, kindOf, listFolder, lstat } from "./files";

/** Everything in a folder, by path relative to it. Links are named, never followed. */
export interface FolderContent {
  readonly exists: boolean;
  readonly entries: ReadonlyMap<string, EntryKind>;
  /** Folders in which there is nothing at all. */
  readonly empty: readonly string[];
}

/**
 * Lists a mesh's folder.
 * @throws InputError when a file or a link has its name: writing there would end up somewhere else
 */
export function walk(root: string): FolderContent {
  const stats = lstat(root);
  if (stats === undefined) return { exists: false, entries: new Map(), empty: [] };
  const kind = kindOf(stats);
  if (kind !== "folder") {
    const what = kind === "link" ? "is a symbolic link" : "is not a folder";
    throw InputError.of(`${root}: ${what}, and the output of a mesh needs a real folder there`, {
      hint: "move it away, or give the mesh another name",
    });
  }
  const entries = new Map<string, EntryKind>();
  const empty: string[] = [];
  const visit = (folder: string, above: string): void => {
    for (const entry of listFolder(folder)) {
      const path = `${above}${entry.name}`;
      entries.set(path, entry.kind);
      if (entry.kind !== "folder") continue;
      const before = entries.size;
      visit(`${root}/${path}`, `${path}/`);
      if (entries.size === before) empty.push(path);
    }
  };
  visit(root, "");
  return { exists: true, entries, empty };
}
