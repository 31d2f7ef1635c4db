import { posix, resolve } from "node:path";
import { grouped } from "../../../../basics/grouped";
import { oncePer, oncePerText } from "../../../../basics/once-per";
import type { InputError } from "../../../../findings/input-error";
import { orElse } from "../../../../findings/or-else";
import type { KubernetesObject } from "../../../../objects/kubernetes-object";
import { isChart, isKustomization } from "../../../../repository/engine-reads/paths";
import { copiedFrom } from "../../../../repository/objects/adopted-copies";
import { type ManifestIo, readManifests } from "../../../../source/manifests";
import { readTextFile } from "../../../../source/read-text";
import { kustomizationOf, listedFiles } from "../listed-files";
import type { BuiltText, Unsure } from "../programs";

/** The files behind all inputs, what tools made of some folders, and the folders that could not be built. */
export interface Sources {
  readonly files: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  /** By the names of the texts: the folders that they were made from, as the user would write them. */
  readonly folders: ReadonlyMap<string, string>;
  /** By the names of the texts: what of them nobody here can tell. @default nothing */
  readonly unsure?: ReadonlyMap<string, readonly Unsure[]>;
  /** By folder, as the user would write it. */
  readonly failed: ReadonlyMap<string, InputError>;
}

/**
 * What of the sources a reader of a folder reads: what a kustomization there lists or what it was built to, and otherwise all that stands below.
 * @param folder absolute
 * @param read folders that others read: what stands in one of those is theirs
 */
export function ownOf(folder: string, sources: Sources, read: readonly string[], cwd: string): readonly string[] {
  const { paths, made, named } = placesIn(sources)(cwd);
  const built = made.get(folder) ?? [];
  if (built.length > 0 || isChart(folder)) return built.map(({ file }) => file);
  if (isKustomization(folder)) {
    const shown = posix.relative(cwd, folder) || ".";
    const kustomization = kustomizationOf(shown, cwd) ?? "";
    const listed = new Set(orElse([], () => listedFiles(kustomization, shown, cwd)).map((file) => resolve(cwd, file)));
    const found = [...listed].flatMap((path) => named.get(path) ?? []);
    return found.sort((a, b) => a.index - b.index).map(({ file }) => file);
  }
  const deeper = read.filter((one) => one.startsWith(`${folder}/`));
  const isOwn = (path: string) =>
    path.startsWith(`${folder}/`) && !deeper.some((one) => path === one || path.startsWith(`${one}/`));
  return sources.files.filter(
    (file, index) => file !== "-" && isOwn(paths[index] as string) && !isCopy(file, sources, cwd),
  );
}

/** Where the sources stand: asked for each folder of a tree that may have thousands. */
const placesIn = oncePer(({ files, folders }: Sources) =>
  oncePerText((cwd) => {
    const paths = files.map((file) => resolve(cwd, folders.get(file) ?? file));
    const indexed = files.map((file, index) => ({ file, index }));
    const built = indexed.filter(({ file }) => folders.has(file));
    return {
      paths,
      /** By folder: what a tool made of it. */
      made: grouped(built, ({ index }) => paths[index]),
      named: grouped(indexed, ({ file }) => resolve(cwd, file)),
    };
  }),
);

/** What an earlier adoption wrote is nothing that anybody applies from there. */
function isCopy(file: string, { texts }: Sources, cwd: string): boolean {
  return !texts.has(file) && copiedFrom(orElse("", () => readTextFile(resolve(cwd, file), file))) !== undefined;
}

/** The sources with others in the place of some files. */
export function replaced(
  { files, texts, folders, unsure = new Map(), failed }: Sources,
  own: readonly string[],
  others: Omit<Sources, "failed">,
): Sources {
  const made = new Set(others.folders.values());
  return {
    files: [...new Set([...files.filter((file) => !own.includes(file)), ...others.files])],
    texts: new Map([...texts, ...others.texts]),
    folders: new Map([...folders, ...others.folders]),
    unsure: new Map([...unsure].filter(([one]) => !others.texts.has(one)).concat([...(others.unsure ?? [])])),
    failed: new Map([...failed].filter(([one]) => !made.has(one))),
  };
}

/** What stands in some of the sources; what is left out there is told where they are read. */
export function objectsIn(
  files: readonly string[],
  { texts }: Pick<Sources, "texts">,
  io: ManifestIo,
): readonly KubernetesObject[] {
  const reading = { ...io, texts: new Map([...(io.texts ?? []), ...texts]) };
  return [...readManifests(files, reading, { onSkipped: () => undefined })].map(({ object }) => object);
}

/** What a tool made of a folder, as sources. */
export function madeOf(folder: string, { name, text, unsure }: BuiltText): Omit<Sources, "failed"> {
  return {
    files: [name],
    texts: new Map([[name, text]]),
    folders: new Map([[name, folder]]),
    unsure: new Map(unsure ? [[name, unsure]] : []),
  };
}
