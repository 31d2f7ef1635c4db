import { posix } from "node:path";
import { oncePer, oncePerText } from "../../basics/once-per";
import { InputError } from "../../findings/input-error";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { readTextFile } from "../../source/read-text";
import type { KustomizationFile } from "./file";

const patchLists = ["patches", "patchesStrategicMerge", "patchesJson6902"] as const;

/**
 * Whether one of some kustomizations may write a field into objects of a kind: a patch, a replacement or a variable that names the kind
 * and the field. A patch that sets it to null takes it away.
 */
export function writtenBy(files: readonly KustomizationFile[]): (kind: string, field: string) => boolean {
  const mayWrite = oncePerText((asked) => {
    const words = asked.split(" ").map((word) => new RegExp(`(^|[^A-Za-z])${word}([^A-Za-z]|$)`));
    return files.some((file) => textsOf(file).some((text) => words.every((word) => word.test(text))));
  });
  return (kind, field) => mayWrite(`${kind} ${field}(?!"?:\\s*(?:null|~))`);
}

const textsOf = oncePer((file: KustomizationFile): readonly string[] => {
  const { value } = file.source;
  return [
    ...listAt(value, "replacements"),
    ...listAt(value, "vars"),
    ...patchLists.flatMap((list) => listAt(value, list)),
  ].map((entry) => `${JSON.stringify(entry).replaceAll("\\n", " ")} ${outside(file, entry)}`);
});

/** What stands in the file that an entry names. */
function outside({ folder }: KustomizationFile, entry: unknown): string {
  const path = typeof entry === "string" ? entry : textAt(entry, "path");
  if (path === undefined || path.includes("\n") || valueAt(entry, "patch") !== undefined) return "";
  try {
    return readTextFile(posix.resolve(folder, path), path);
  } catch (error) {
    // Whoever looks for patches says that it is not there.
    if (error instanceof InputError) return "";
    throw error;
  }
}
