import { statSync } from "node:fs";
import { posix, resolve, sep } from "node:path";
import { InputError } from "../../findings/input-error";
import { filesBelow, shownIn } from "../../source/folder-files";
import { kustomizationNames } from "../../source/manifest-object";
import { readTextFile } from "../../source/read-text";
import { parseYamlDocuments } from "../../source/yaml-source";
import { type KustomizationFile, takesFromElsewhere } from "./file";
import { generatorFiles } from "./generator-files";

/** The fields of a kustomization that list files or folders. */
export const lists = [
  "resources",
  "bases",
  "components",
  "crds",
  "transformers",
  "generators",
  "configurations",
] as const;

/** Every kustomization below some folders that can be read. */
export function kustomizationFiles(paths: readonly string[], cwd: string): readonly KustomizationFile[] {
  return paths.flatMap((path) => kustomizationsBelow(path, cwd));
}

/** The kustomizations that one lists, and those that they list, itself first. */
export function reach(
  one: KustomizationFile,
  folders: ReadonlyMap<string, KustomizationFile>,
): readonly KustomizationFile[] {
  const found = new Set([one]);
  for (const each of found) {
    for (const name of each.named) {
      const next = folders.get(name);
      if (next) found.add(next);
    }
  }
  return [...found];
}

function kustomizationsBelow(path: string, cwd: string): KustomizationFile[] {
  return kustomizationNamesBelow(path, cwd).flatMap(({ file, shown }) => readKustomization(file, shown));
}

/** The files of all kustomizations below a folder, whether they can be read or not. */
export function kustomizationNamesBelow(
  path: string,
  cwd: string,
): readonly { readonly file: string; readonly shown: string }[] {
  const folder = resolve(cwd, path);
  if (path === "-" || !statSync(folder).isDirectory()) return [];
  const shown = sep === "/" ? path : path.replaceAll(sep, "/");
  return [...filesBelow(folder, shown, /^[Kk]ustomization(\.ya?ml)?$/)]
    .filter((name) => kustomizationNames.includes(posix.basename(name)))
    .map((name) => ({ file: resolve(folder, name), shown: shownIn(shown, name) }));
}

/** One that cannot be read is kustomize's to report, a template a matter of whoever fills it in. */
function readKustomization(file: string, shown: string): KustomizationFile[] {
  try {
    const text = readTextFile(file, shown);
    const [source] = text.includes("{{") ? [] : parseYamlDocuments(text, shown);
    if (!source) return [];
    const folder = posix.dirname(file);
    const listed = texts(source.value).map((one) => posix.resolve(folder, one));
    const named = new Set([...listed, ...generatorFiles(folder, source.value)]);
    const hasList = lists.some((list) => Object.hasOwn(Object(source.value), list));
    return [{ folder, shown, source, named, hasList, fetches: takesFromElsewhere(folder, source.value) }];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return value.includes("\n") ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(texts);
}
