import { posix, resolve } from "node:path";
import type { InputError } from "../../../../findings/input-error";
import { orElse } from "../../../../findings/or-else";
import { readTextFile } from "../../../../source/read-text";
import { copiedFrom } from "../../../check/adopted-copies";
import { kustomizationOf, listedFiles } from "../listed-files";
import { isChart, isKustomization } from "./changes";

/** The files behind all inputs, what tools made of some folders, and the folders that could not be built. */
export interface Sources {
  readonly files: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  /** By the names of the texts: the folders that they were made from, as the user would write them. */
  readonly folders: ReadonlyMap<string, string>;
  /** By folder, as the user would write it. */
  readonly failed: ReadonlyMap<string, InputError>;
}

/**
 * What of the sources a reader of a folder reads: what a kustomization there lists or what it was built to, and otherwise all that stands below.
 * @param folder absolute
 * @param read folders that others read: what stands in one of those is theirs
 */
export function ownOf(folder: string, sources: Sources, read: readonly string[], cwd: string): readonly string[] {
  const pathOf = (file: string) => resolve(cwd, sources.folders.get(file) ?? file);
  const built = sources.files.filter((file) => sources.folders.has(file) && pathOf(file) === folder);
  if (built.length > 0 || isChart(folder)) return built;
  if (isKustomization(folder)) {
    const shown = posix.relative(cwd, folder) || ".";
    const kustomization = kustomizationOf(shown, cwd) ?? "";
    const listed = new Set(orElse([], () => listedFiles(kustomization, shown, cwd)).map((file) => resolve(cwd, file)));
    return sources.files.filter((file) => listed.has(resolve(cwd, file)));
  }
  const deeper = read.filter((one) => one.startsWith(`${folder}/`));
  const isOwn = (path: string) =>
    path.startsWith(`${folder}/`) && !deeper.some((one) => path === one || path.startsWith(`${one}/`));
  return sources.files.filter((file) => file !== "-" && isOwn(pathOf(file)) && !isCopy(file, sources, cwd));
}

/** What an earlier adoption wrote is nothing that anybody applies from there. */
function isCopy(file: string, { texts }: Sources, cwd: string): boolean {
  return !texts.has(file) && copiedFrom(orElse("", () => readTextFile(resolve(cwd, file), file))) !== undefined;
}

/** The sources with a text in the place of some files. */
export function replaced(
  { files, texts, folders, failed }: Sources,
  own: readonly string[],
  { name, text, folder }: { readonly name: string; readonly text: string; readonly folder: string },
): Sources {
  const rest = files.filter((file) => !own.includes(file));
  return {
    files: [...rest, name],
    texts: new Map([...texts, [name, text]]),
    folders: new Map([...folders, [name, folder]]),
    failed: new Map([...failed].filter(([one]) => one !== folder)),
  };
}
