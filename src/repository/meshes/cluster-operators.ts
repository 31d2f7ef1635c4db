import { posix } from "node:path";
import { nearestReaders } from "../../rules/engines/readers";
import { isOpen } from "../../rules/engines/set-templates";
import type { Reader } from "../../rules/rule";
import { isPart } from "../charts/mesh-charts";
import { type OperatorInstall, operatorInstalls, writtenOut } from "../charts/operator-installs";
import { foldersAbove } from "../engine-reads/paths";
import type { Building } from "../kustomizations/buildings";
import type { FileObject } from "../objects/file-object";
import type { OverlayChanges } from "../patches/overlay-changes";
import type { Readings } from "../readers/readings";

/** The operators of the clusters of a tree, where Applications install them by their chart. */
export interface ClusterOperators {
  /** Whether a reader applies a mesh to a cluster that has an operator of its own. */
  readonly isOwn: (reader: Reader) => boolean;
  /** Overlays with the operator of their cluster. */
  readonly withOwn: (changes: readonly OverlayChanges[]) => readonly OverlayChanges[];
  /** The objects as they are for all clusters: with what is installed in them alike, or with the word that there are several. */
  readonly forAll: (objects: readonly FileObject[]) => readonly FileObject[];
}

/** What an overlay is known by: who applies it, and its folder. */
interface Seen {
  readonly readers: readonly Reader[];
  readonly folders: readonly string[];
}

export function clusterOperators(
  objects: readonly FileObject[],
  built: readonly Building[],
  { readers, readBy }: Pick<Readings, "readers" | "readBy">,
): ClusterOperators {
  const installs = operatorInstalls(objects, foldersAbove(foldersIn(objects, built))) ?? [];
  if (installs.length === 0) return { isOwn: () => false, withOwn: (changes) => changes, forAll: (some) => some };
  const bearers = [...new Set(installs.map(({ by }) => by))];
  const written = new Map(installs.map((one) => [one, writtenOut(one)]));
  const isOne = new Set(installs.map(({ version }) => version)).size < 2;
  const parts = objects.filter(isPart);
  const appliers = new Set(parts.flatMap((one) => readBy(one)));
  const isKnown = (reader: Reader) =>
    appliers.has(reader) && installedFor(installs, { readers: [reader], folders: reader.folders }).length > 0;
  const hasPart = ({ names }: Building) => parts.some(({ file }) => names.has(file));
  const ofTop = ({ reader, file }: Building) =>
    installedFor(installs, {
      readers: reader ? [reader] : nearestReaders(file.folder, readers),
      folders: [file.folder],
    });
  const elsewhere = new Map(bearers.map((by) => [by, { ...by, installs: "elsewhere" as const }]));
  const several = new Map(bearers.map((by) => [by, { ...by, installs: "several" as const }]));
  const madeIn = (here: readonly OperatorInstall[], by: FileObject) => {
    const [own, ...more] = here.filter((one) => one.by === by);
    if (!own) return elsewhere.get(by);
    return more.some(({ version }) => version !== own.version) ? several.get(by) : written.get(own);
  };
  // Where nothing tells whose is whose, the first is as good as any.
  const isTold = [...appliers].some(isKnown) || built.some((top) => hasPart(top) && ofTop(top).length > 0);
  const alike = new Map([...written].map(([{ by }, made]) => [by, made]));
  const ofAll = isOne ? alike : isTold ? several : new Map<FileObject, FileObject>();
  return {
    isOwn: (reader) => !isOne && isKnown(reader),
    withOwn: (changes) =>
      changes.map((own) => {
        if (!isTold || !hasPart(own.top)) return own;
        const here = ofTop(own.top);
        // What is said of all holds for those that are among them.
        if (isOne && here.length > 0) return own;
        return withChanges(own, new Map(bearers.map((by) => [by, madeIn(here, by)])));
      }),
    forAll: (some) => some.map((one) => ofAll.get(one) ?? one),
  };
}

function withChanges(
  { top, of, from, isMoved, unsure, refused }: OverlayChanges,
  more: OverlayChanges["of"],
): OverlayChanges {
  return { top, of: new Map([...of, ...more]), from, isMoved, unsure, refused };
}

/** What is installed in the cluster of an overlay; nothing where that cannot be told from the others. */
function installedFor(installs: readonly OperatorInstall[], { readers, folders }: Seen): readonly OperatorInstall[] {
  const addresses = readers.flatMap(({ cluster: { address } }) => (isOpen(address) ? [] : [address]));
  const ways: readonly ((one: OperatorInstall) => boolean)[] = [
    ({ address }) => addresses.includes(address),
    ({ words }) => addresses.some((address) => words.has(address)),
    ({ words, by }) => folders.some((folder) => beyond(by.file, folder).some((name) => words.has(name))),
  ];
  for (const isHere of ways) {
    const found = installs.filter(isHere);
    if (found.length > 0 && found.length < installs.length) return found;
  }
  return [];
}

/** The folders of a path that another one has not: what is above both tells no clusters apart. */
function beyond(file: string, folder: string): readonly string[] {
  const [above, names] = [posix.dirname(file).split("/"), folder.split("/")];
  const from = names.findIndex((name, index) => name !== above[index]);
  return from < 0 ? [] : names.slice(from);
}

function foldersIn(objects: readonly FileObject[], built: readonly Building[]): readonly string[] {
  return [...objects.map(({ file }) => posix.dirname(file)), ...built.map(({ file }) => file.folder)];
}
