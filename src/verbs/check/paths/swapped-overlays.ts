import type { Finding } from "../../../findings/finding";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import type { Readings } from "../../../repository/readers/readings";
import { areAllKnown } from "../../../rules/engines/unapplied";
import { about, type Reader } from "../../../rules/rule";

/**
 * What is called after one cluster, and reads the overlay of a mesh that is called after another one, as that one's does, while nobody
 * reads the overlay of the first (DEL011).
 */
export function swappedOverlays(
  objects: readonly FileObject[],
  built: readonly Building[],
  readings: Readings,
): readonly Finding[] {
  const { readers } = readings;
  const sails = new Set(objects.filter(isSail).map(({ file }) => file));
  const overlays = built.filter(({ names }) => [...names].some((name) => sails.has(name)));
  if (overlays.length < 2 || readers.length < 2 || !areAllKnown({ ...readings, objects })) return [];
  const folders = new Set(overlays.map(({ file }) => file.folder));
  const isRead = (folder: string) =>
    readers.some((it) => it.folders.some((one) => isWithin(one, folder) || isWithin(folder, one))) ||
    built.some(({ file, names }) => file.folder !== folder && names.has(folder));
  return readers.flatMap((one) => {
    const [folder = "", second] = one.folders;
    if (second !== undefined || !folders.has(folder)) return [];
    const meant = namesakes(one, folder).filter((it) => folders.has(it.folder) && !isRead(it.folder));
    const pairs = meant.flatMap((it) => {
      const isTheirs = (other: Reader) =>
        other !== one && other.folders.includes(folder) && isCalled(other, folder, it.instead);
      return readers.filter(isTheirs).map((other) => ({ ...it, other }));
    });
    const [pair] = pairs;
    if (!pair) return [];
    const { name, instead, other } = pair;
    return [
      about("DEL011", one.by, {
        at: pathOf(one),
        severity: "warning",
        message: `it is called after ${name} and reads the overlay of ${instead}, as ${other.name} of ${instead} does, and nobody reads that of ${name}`,
        hint: `Let it read the folder of ${name}, or take that away.`,
      }),
    ];
  });
}

/** Folders that are called after a reader, in the place of the one that it reads. */
function namesakes(one: Reader, folder: string) {
  const parts = folder.split("/");
  return parts.flatMap((instead, index) =>
    wordsOf(one, folder).flatMap((name) =>
      name === instead ? [] : [{ name, instead, folder: parts.with(index, name).join("/") }],
    ),
  );
}

function isCalled(one: Reader, folder: string, name: string): boolean {
  return wordsOf(one, folder).includes(name);
}

/** What a reader is called after: its cluster, or the folders that it stands in and the one that it reads does not. */
function wordsOf({ cluster: { address, home } }: Reader, folder: string): readonly string[] {
  const [above, below] = [folder.split("/"), home.split("/")];
  const own = below.slice(below.findIndex((part, index) => part !== above[index]));
  return address === "" ? own : [address, ...own];
}

function isWithin(folder: string, above: string): boolean {
  return `${folder}/`.startsWith(`${above}/`);
}

function pathOf({ by: { object } }: Reader): readonly string[] {
  if (object.kind === "ApplicationSet") return [];
  return object.kind === "Application" ? ["spec", "source", "path"] : ["spec", "path"];
}
