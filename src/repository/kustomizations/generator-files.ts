import { posix } from "node:path";
import { InputError } from "../../findings/input-error";
import { orElse } from "../../findings/or-else";
import { listAt, textAt } from "../../objects/object-paths";
import { readTextFile } from "../../source/read-text";
import { parseYamlDocuments } from "../../source/yaml-source";
import { isFile } from "../engine-reads/paths";

/** The files that generators of a kustomization are made from, as ksops lists those that it decrypts: whoever builds with it, leaves none of them out. */
export function generatorFiles(folder: string, kustomization: unknown): readonly string[] {
  return listAt(kustomization, "generators").flatMap((entry) => {
    const text = typeof entry === "string" ? textOf(folder, entry) : undefined;
    if (text === undefined) return [];
    return documentsIn(text).flatMap((one) =>
      [...listAt(one, "files"), ...listAt(one, "secretFrom").flatMap((from) => listAt(from, "files"))].flatMap(
        (file) => (typeof file === "string" ? [posix.resolve(folder, afterKey(file))] : []),
      ),
    );
  });
}

/** A generator stands in a file, or is written down in place. */
function textOf(folder: string, entry: string): string | undefined {
  if (entry.includes("\n")) return entry;
  const path = posix.resolve(folder, entry);
  return isFile(path) ? orElse(undefined, () => readTextFile(path, entry)) : undefined;
}

function documentsIn(text: string): readonly unknown[] {
  try {
    return parseYamlDocuments(text, "").flatMap(({ value }) => (textAt(value, "kind") === undefined ? [] : [value]));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** `tls.key=secrets/tls.key` */
function afterKey(file: string): string {
  return file.slice(file.indexOf("=") + 1);
}
