import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ignoringLines, mayIgnore } from "../../../findings/ignore-comments";
import { readText } from "../../../source/read-text";
import type { Found } from "../input/found";

/** The comments of an object's document that ask for silence: read where the object comes from a file; what a tool or a cluster printed has none. */
export function ignoresIn(cwd: string): (found: Found) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return ({ place, live }) => {
    const path = resolve(cwd, place.file);
    if (live || !existsSync(path)) return [];
    const lines = known.get(path) ?? linesToIgnore(path, place.file);
    known.set(path, lines);
    return lines.length === 0 ? [] : ignoringLines(lines, place.line);
  };
}

/** The lines of a file in which such a comment stands; a dump of a cluster is larger than any file of a mesh, and was read all the same. */
function linesToIgnore(path: string, file: string): readonly string[] {
  const text = readText(path, file);
  return mayIgnore(text) ? text.split(/\r?\n/) : [];
}
