import { posix, relative, resolve } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { grouped } from "../../../../basics/grouped";
import { commandLine } from "../../../../gates/quote";
import { canonicalJson } from "../../../../objects/canonical-json";
import { kindOf, objectId } from "../../../../objects/kubernetes-object";
import { valueAt } from "../../../../objects/object-paths";
import type { EngineRead } from "../../../../repository/engine-reads/engine-read";
import { foldersAbove } from "../../../../repository/engine-reads/paths";
import type { FileObject } from "../../../../repository/objects/file-object";
import { engineKinds } from "../../../../repository/patches/built-engines";
import { findReaders, sameCluster } from "../../../../rules/engines/readers";
import type { ManifestIo } from "../../../../source/manifests";
import { remotesOf } from "../remotes";
import { filesAround } from "./around";
import { type Change, changesOf, topOf } from "./changes";
import { keyOf } from "./same-adds";

/** What the engines' objects among the inputs say of folders that stand elsewhere: often a folder of theirs is all that there is of a cluster. */
export interface NamedEngines {
  /** Folders that they read and that are not named, as the user would write them. */
  readonly outside: readonly string[];
  /** Engines' objects that are not named and read such folders as well, for another cluster as far as anybody can tell. */
  readonly others: ReadonlySet<FileObject>;
  /** Of those that make something else of it. */
  readonly notes: readonly string[];
}

const nothing: NamedEngines = { outside: [], others: new Set(), notes: [] };

/** How often what is read may hold further engines' objects. */
const deepest = 5;

/** @param around the engines' objects of the tree, and what they name */
export function namedEngines(inputs: readonly string[], around: readonly FileObject[], io: ManifestIo): NamedEngines {
  const starts = inputs.filter((one) => one !== "-" && !io.texts?.has(one)).map((one) => resolve(io.cwd, one));
  const engines = around.filter(({ object }) => engineKinds.has(kindOf(object)));
  if (starts.length === 0 || engines.length === 0) return nothing;
  const top = topOf(inputs, io.cwd);
  const folders = foldersAbove(filesAround(inputs, io).map((file) => posix.dirname(resolve(io.cwd, file))));
  const remotes = remotesOf(top);
  const others = around.filter((one) => !engines.includes(one));
  const reads = changesOf({ engines, configs: others }, folders, top);
  const own = readByNamed(reads, starts);
  if (own.length === 0) return { ...nothing, notes: valuesBelow(reads, starts, io.cwd) };
  const mine = new Set(own.map(({ by }) => by));
  const theirs = new Set(own.map(({ folder }) => folder));
  const readers = findReaders(engines, [...folders], remotes);
  const isOfSame = (one: FileObject, other: FileObject) =>
    readers.some((a) => a.by === one && readers.some((b) => b.by === other && sameCluster(a, b) === true));
  const rest = reads.filter(
    ({ by, folder }) =>
      !mine.has(by) && theirs.has(folder) && !own.some((one) => one.folder === folder && isOfSame(one.by, by)),
  );
  const isOther = (one: EngineRead) => own.some((it) => it.folder === one.folder && wordsOf(it) !== wordsOf(one));
  const differing = rest.filter(isOther).map(({ by }) => `${objectId(by.object)} (${by.shown})`);
  return {
    outside: [...theirs].filter((one) => !isBelow(one, starts)).map((one) => relative(io.cwd, one) || "."),
    others: new Set(rest.map(({ by }) => by)),
    notes:
      differing.length > 0
        ? [
            `not read, as you name ${firstFew([...mine].map(({ object, shown }) => `${objectId(object)} (${shown})`))}: what others make of the same folders: ${firstFew([...new Set(differing)])}`,
          ]
        : [],
  };
}

/** Of a folder that holds values alone: whom they are for, and what brings that. */
function valuesBelow(reads: readonly Change[], starts: readonly string[], cwd: string): readonly string[] {
  const given = reads.flatMap((one) => {
    const files = one.adds && "chart" in one.adds ? one.adds.chart.given : [];
    return files.flatMap((each) => ("file" in each && isBelow(each.file, starts) ? [{ ...one, file: each.file }] : []));
  });
  return [...grouped(given, ({ file }) => file).values()].flatMap((all) => {
    const [first] = all;
    if (!first || isBelow(first.by.file, starts) || isBelow(first.folder, starts)) return [];
    const isSet = kindOf(first.by.object).endsWith("Set");
    const ways = isSet
      ? all.map(({ bring }) => bring)
      : all.map(({ by }) => commandLine("meshstep", "adopt", by.shown));
    return [
      `${relative(cwd, first.file)} is what ${objectId(first.by.object)} gives to a chart: ${firstFew([...new Set(ways)])}`,
    ];
  });
}

/** What engines' objects in some places read elsewhere, and those that they find there. */
function readByNamed(reads: readonly EngineRead[], starts: readonly string[]): readonly EngineRead[] {
  const found = new Set<EngineRead>();
  let places = starts;
  for (let round = 0; round < deepest; round += 1) {
    const more = reads.filter(({ by, folder }) => {
      const homes = places.filter((one) => isBelow(by.file, [one]));
      return homes.length > 0 && !isBelow(folder, homes) && !homes.some((one) => isBelow(one, [folder]));
    });
    if (more.every((one) => found.has(one))) break;
    for (const one of more) found.add(one);
    places = [...new Set([...starts, ...[...found].map(({ folder }) => folder)])];
  }
  return [...found];
}

function isBelow(path: string, starts: readonly string[]): boolean {
  return starts.some((one) => `${path}/`.startsWith(`${one}/`));
}

function wordsOf({ by, adds }: EngineRead): string {
  return canonicalJson([keyOf(adds), valueAt(by.object, "spec", "postBuild") ?? null]);
}
