import { posix } from "node:path";
import { nearestReaders } from "../../rules/engines/readers";
import { isOpen } from "../../rules/engines/set-templates";
import type { Reader } from "../../rules/rule";
import { foldersAbove } from "../engine-reads/paths";
import type { Building } from "../kustomizations/buildings";
import type { FileObject } from "../objects/file-object";
import type { OverlayChanges } from "../patches/overlay-changes";
import type { Readings } from "../readers/readings";
import { isPart } from "./mesh-charts";
import { type OperatorInstall, operatorInstalls, writtenOut } from "./operator-installs";

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
  const bearers = [...new Set(installs.map(({ by }) => by))];
  const written = new Map(installs.map((one) => [one, writtenOut(one)]));
  if (new Set(installs.map(({ version }) => version)).size < 2) {
    const alike = new Map([...written].map(([{ by }, made]) => [by, made]));
    const forAll = (some: readonly FileObject[]) => some.map((one) => alike.get(one) ?? one);
    return { isOwn: () => false, withOwn: (changes) => changes, forAll };
  }
  const parts = objects.filter(isPart);
  const appliers = new Set(parts.flatMap((one) => readBy(one)));
  const isOwn = (reader: Reader) =>
    appliers.has(reader) && installedFor(installs, { readers: [reader], folders: reader.folders }).length > 0;
  const ofTop = ({ reader, file, names }: Building) => {
    const by = reader ? [reader] : nearestReaders(file.folder, readers);
    const hasPart = parts.some((one) => names.has(one.file));
    return hasPart ? installedFor(installs, { readers: by, folders: [file.folder] }) : [];
  };
  const elsewhere = new Map(bearers.map((by) => [by, { ...by, installs: "elsewhere" as const }]));
  const several = new Map(bearers.map((by) => [by, { ...by, installs: "several" as const }]));
  const madeIn = (here: readonly OperatorInstall[], by: FileObject) => {
    const [own, ...more] = here.filter((one) => one.by === by);
    if (!own) return elsewhere.get(by);
    return more.some(({ version }) => version !== own.version) ? several.get(by) : written.get(own);
  };
  const isTold = [...appliers].some(isOwn) || built.some((top) => ofTop(top).length > 0);
  return {
    isOwn,
    withOwn: (changes) =>
      changes.map((own) => {
        const here = ofTop(own.top);
        const made = bearers.map((by) => [by, madeIn(here, by)] as const);
        return here.length > 0 ? withChanges(own, new Map(made)) : own;
      }),
    // Where nothing tells whose is whose, the first is as good as any.
    forAll: (some) => (isTold ? some.map((one) => several.get(one) ?? one) : some),
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
