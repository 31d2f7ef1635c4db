import { readdirSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { attempt, unreadable } from "./read-text";

/** `clusters/east` and `l7/routes.yaml` → `clusters/east/l7/routes.yaml`. */
export function shownIn(folder: string, name: string): string {
  if (folder === "" || folder === ".") return name;
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

/**
 * Names of the files below a folder that fit, sorted, with `/` on every system. Hidden folders and node_modules are left out.
 * @param shown the folder's name in messages
 * @param folder below it, where only the files there are asked for
 * @throws InputError for a folder that cannot be read
 */
export function* filesBelow(root: string, shown: string, fits: RegExp, folder = ""): Generator<string> {
  const entries = attempt(shownIn(shown, folder), () => readdirSync(join(root, folder), { withFileTypes: true }));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (isWalked(entry.name)) yield* filesBelow(root, shown, fits, name);
    } else if (fits.test(entry.name)) {
      if (entry.isFile() || leadsToFile(join(root, name), shownIn(shown, name))) yield name;
    }
  }
}

export function isWalked(folder: string): boolean {
  return !folder.startsWith(".") && folder !== "node_modules";
}

/** A link may lead to a file, to a folder (a circle, perhaps), to nothing or to itself; only files are of interest. */
function leadsToFile(path: string, shown: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw unreadable(shown, error);
  }
}

/** A path relative to a folder, with `/` on every system: empty for the folder itself, undefined for what is not inside. */
export function pathBelow(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  return isAbsolute(way) || way.split(sep)[0] === ".." ? undefined : way.split(sep).join("/");
}
