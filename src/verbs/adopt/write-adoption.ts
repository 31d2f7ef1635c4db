import type { Dirent } from "node:fs";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { InputError } from "../../findings/input-error";
import { adoptedFolder, adoptedHeader } from "../../repository/objects/adopted-copies";
import { readStart } from "../../snapshot/write/files";
import { inWords, quietly } from "../../snapshot/write/io-error";
import { shownIn } from "../../source/folder-files";
import { fileText } from "./carry/carry";
import type { Found } from "./input/found";

/** What an adoption leaves on the disk. */
export interface AdoptedFiles {
  /** mesh.yaml. */
  readonly text: string;
  /** By name below `adopted/`. */
  readonly files: ReadonlyMap<string, Found>;
  /** Texts by name beside mesh.yaml. */
  readonly catalogs?: ReadonlyMap<string, string>;
}

/** A file or folder that takes the place of another one. */
interface Swap {
  readonly path: string;
  readonly fresh: string;
  readonly old: string;
  readonly write: (path: string) => void;
}

/**
 * Writes mesh.yaml and the folder beside it, and makes the folder that they go into, all or nothing: everything is written under other names first and then takes its place.
 * @param path where mesh.yaml goes
 * @param shown its name in messages
 * @param force whether an existing mesh.yaml and the files of an earlier adoption may be replaced
 * @throws InputError for files that exist or cannot be written; all is then as it was
 */
export function writeAdoption(
  path: string,
  shown: string,
  { text, files, catalogs = new Map() }: AdoptedFiles,
  force: boolean,
): void {
  const folder = dirname(path);
  const parent = statSync(folder, { throwIfNoEntry: false });
  if (parent && !parent.isDirectory()) throw InputError.of(`${shown}: there is no folder to put it in`);
  const swaps = [swap(path, (fresh) => writeFileSync(fresh, text, { flag: "wx" }))];
  for (const [name, copy] of catalogs) {
    swaps.unshift(swap(join(folder, name), (fresh) => writeFileSync(fresh, copy, { flag: "wx" })));
  }
  const beside = join(folder, adoptedFolder);
  // An earlier adoption may have left files there that nothing lists any more.
  const hasFolder = files.size > 0 || (force && isLeft(beside));
  if (hasFolder) swaps.unshift(swap(beside, (fresh) => writeFolder(fresh, files)));
  inWords(() => {
    swaps.forEach(recover);
    refuseExisting(path, shown, force);
    if (hasFolder) refuseOccupied(beside, shownBeside(shown), force);
    for (const [name, copy] of catalogs) refuseOther(join(folder, name), shownIn(dirname(shown), name), copy);
    const made = mkdirSync(folder, { recursive: true });
    try {
      replaceAll(swaps);
      if (hasFolder && files.size === 0) quietly(() => rmdirSync(beside));
    } catch (error) {
      if (made !== undefined) quietly(() => rmSync(made, { recursive: true }));
      throw error;
    }
  });
}

function shownBeside(shown: string): string {
  return shownIn(dirname(shown), adoptedFolder);
}

function swap(path: string, write: Swap["write"]): Swap {
  const hidden = join(dirname(path), `.${basename(path)}.meshstep`);
  return { path, fresh: `${hidden}-new`, old: `${hidden}-old`, write };
}

function refuseExisting(path: string, shown: string, force: boolean): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return;
  if (stats.isDirectory()) throw InputError.of(`${shown} is a folder`, { hint: "Name the file to write." });
  if (stats.isFile() && !isMesh(path)) {
    throw InputError.of(`${shown} exists already, and is no Mesh of meshstep`, { hint: "Give another name with -o." });
  }
  if (!force) throw InputError.of(`${shown} exists already`, { hint: "Give another name, - to print it, or --force." });
}

/** A list of releases that says something else is somebody's own. */
function refuseOther(path: string, shown: string, text: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || (stats.isFile() && readFileSync(path, "utf8") === text)) return;
  throw InputError.of(`${shown} exists already, and is not what --with names`, {
    hint: "Move it away, or name it with --with.",
  });
}

/** Manifests are called mesh.yaml, too; those are never replaced. */
function isMesh(path: string): boolean {
  const text = readFileSync(path, "utf8");
  return text.trim() === "" || /^apiVersion: ["']?meshstep\.dev\//m.test(text);
}

/** Whatever stands in that folder is part of the mesh, so strangers in it are neither kept in silence nor removed. */
function refuseOccupied(folder: string, shown: string, force: boolean): void {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (!stats) return;
  const hint = "Move it away, or write mesh.yaml into another folder.";
  if (!stats.isDirectory()) throw InputError.of(`${shown} exists already and is no folder`, { hint });
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = shownIn(shown, entry.name);
    if (!force) throw InputError.of(`${name} exists already`, { hint: "Give --force to replace an earlier adoption." });
    if (!isAdopted(folder, entry)) throw InputError.of(`${name} does not come from adopt`, { hint });
  }
}

function isAdopted(folder: string, entry: Dirent): boolean {
  return (
    entry.isFile() && readStart(join(folder, entry.name), adoptedHeader.length).toString("latin1") === adoptedHeader
  );
}

/** Whether a folder holds what adopt has written, and nothing else. */
function isLeft(folder: string): boolean {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  return readdirSync(folder, { withFileTypes: true }).every((entry) => isAdopted(folder, entry));
}

function writeFolder(path: string, files: ReadonlyMap<string, Found>): void {
  mkdirSync(path);
  for (const [name, found] of files) writeFileSync(join(path, name), fileText(found), { flag: "wx" });
}

/** What a run that was killed left behind. */
function recover({ path, fresh, old }: Swap): void {
  rmSync(fresh, { recursive: true, force: true });
  if (!lstatSync(old, { throwIfNoEntry: false })) return;
  if (lstatSync(path, { throwIfNoEntry: false })) rmSync(old, { recursive: true });
  else renameSync(old, path);
}

function replaceAll(swaps: readonly Swap[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const { fresh, write } of swaps) {
      undo.unshift(() => rmSync(fresh, { recursive: true, force: true }));
      write(fresh);
    }
    for (const { path, fresh, old } of swaps) {
      if (lstatSync(path, { throwIfNoEntry: false })) {
        renameSync(path, old);
        undo.unshift(() => renameSync(old, path));
      }
      renameSync(fresh, path);
      undo.unshift(() => renameSync(path, fresh));
    }
  } catch (error) {
    for (const step of undo) quietly(step);
    throw error;
  }
  for (const { old } of swaps) quietly(() => rmSync(old, { recursive: true, force: true }));
}
