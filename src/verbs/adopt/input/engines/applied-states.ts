import { posix, relative, resolve } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { grouped } from "../../../../basics/grouped";
import { orElse } from "../../../../findings/or-else";
import { identity, kindOf, objectId } from "../../../../objects/kubernetes-object";
import { foldersAbove, isChart, isKustomization } from "../../../../repository/engine-reads/paths";
import type { FileObject } from "../../../../repository/objects/file-object";
import { isSail, readObjects } from "../../../../repository/objects/read-objects";
import { engineKinds } from "../../../../repository/patches/built-engines";
import { isUnit, whyLeftOut } from "../../../../repository/readers/directories";
import { findReaders, sameCluster } from "../../../../rules/engines/readers";
import type { ManifestIo } from "../../../../source/manifests";
import { kustomizationOf, listedFiles } from "../listed-files";
import { buildingsIn } from "../origin";
import { stateInputs } from "../state-inputs";
import { isFolder, statesBelow } from "../states";
import { type Change, changesOf, idsOf, topOf } from "./changes";

/** The states of a folder as engines apply them. */
export interface AppliedStates {
  /** Those that something applies, and those of which nothing here says who does; none where the folder is one. */
  readonly states: readonly AppliedState[];
  /** What of the others people have to know. */
  readonly left: readonly string[];
  /** The folders of those. */
  readonly leftFolders: readonly string[];
  /** Of states that may be two control planes of one name in one cluster. */
  readonly twins: readonly string[];
}

export interface AppliedState {
  /** Its folder, as the user would write it. */
  readonly name: string;
  /** What is adopted of it: that folder, or what in it belongs to no other state. */
  readonly inputs: readonly string[];
}

/** A state with the Istio objects in its own files. */
interface State {
  readonly name: string;
  readonly istios: readonly Read[];
}

interface Read {
  readonly one: FileObject;
  /** Who reads the folder that it stands in. */
  readonly by: readonly Reading[];
}

interface Reading {
  readonly change: Change;
  /** Why it passes the file over, if it does. */
  readonly why?: "kustomization" | "recurse" | "exclude" | "include";
}

/**
 * The states of an input, without what engines leave out of the folders that they read while they apply others of the same names: drafts, and what was before.
 * A mesh.yaml of those would bring them back.
 * @param around the engines' objects of the tree, and what they name
 */
export function appliedStates(input: string, around: readonly FileObject[], io: ManifestIo): AppliedStates {
  const names = isFolder(input, io) ? statesBelow(input, io) : [];
  if (names.length < 2) return { states: [], left: [], leftFolders: [], twins: [] };
  const engines = around.filter(({ object }) => engineKinds.has(kindOf(object)));
  const configs = around.filter((one) => !engines.includes(one));
  const found = names.map((name) => ({ name, objects: istiosOf(name, io) }));
  const folders = foldersAbove(found.flatMap(({ objects }) => objects.map(({ file }) => posix.dirname(file))));
  const top = topOf([input], io.cwd);
  const all = changesOf({ engines, configs }, folders, top);
  // A set whose elements nobody knows here may read any of them.
  const isOpen = engines.some((one) => kindOf(one.object).endsWith("Set") && !all.some(({ by }) => by === one));
  const readersOf = readingsIn(isOpen ? [] : all, relative(io.cwd, top) || ".", io);
  const states = found.map(
    ({ name, objects }): State => ({
      name,
      istios: objects.map((one) => ({ one, by: readersOf(one.file) })),
    }),
  );
  const applied = new Set(states.flatMap(({ istios }) => istios.filter(isRead).map(({ one }) => identity(one.object))));
  const isLeft = ({ name, istios }: State) =>
    isPlain(name, io.cwd) &&
    istios.length > 0 &&
    istios.every((it) => it.by.length > 0 && !isRead(it) && applied.has(identity(it.one.object)));
  const rest = states.filter((one) => !isLeft(one));
  const known = rest.map(({ name }) => name);
  const isTaken = (file: string) => readersOf(file).every(({ why }) => why === undefined);
  return {
    states: known.length < 2 ? [] : known.map((name) => ({ name, inputs: stateInputs(name, known, isTaken, io.cwd) })),
    left: states.filter(isLeft).map((one) => leftOf(one, io.cwd)),
    leftFolders: states.filter(isLeft).map(({ name }) => name),
    twins: isOpen ? [] : twinsOf(rest, engines, folders),
  };
}

function istiosOf(name: string, io: ManifestIo): readonly FileObject[] {
  const kustomization = kustomizationOf(name, io.cwd);
  const files = kustomization === undefined ? [name] : orElse([], () => listedFiles(kustomization, name, io.cwd));
  return readObjects(files, io).objects.filter((one) => isSail(one) && one.object.kind === "Istio");
}

/** Whether nothing but its engine says what becomes of a folder. */
function isPlain(name: string, cwd: string): boolean {
  const folder = resolve(cwd, name);
  return !isKustomization(folder) && !isChart(folder);
}

/** Who reads the folders around a file, each with what it says where it leaves the file out. */
function readingsIn(changes: readonly Change[], top: string, io: ManifestIo) {
  const built = new Map(buildingsIn({ inputs: [top], folders: new Map(), io }).map((one) => [one.file.folder, one]));
  return (file: string): readonly Reading[] =>
    changes.flatMap((change): readonly Reading[] => {
      const { folder, directory } = change;
      const building = built.get(folder);
      if (building?.names.has(file)) return [{ change }];
      if (!file.startsWith(`${folder}/`)) return [];
      if (building) return [{ change, why: "kustomization" }];
      if (directory === undefined || isUnit(file, folder)) return [{ change }];
      const why = whyLeftOut({ file }, folder, directory);
      return [{ change, ...(why !== undefined && { why }) }];
    });
}

function isRead({ by }: Read): boolean {
  return by.some(({ why }) => why === undefined);
}

function leftOf({ name, istios }: State, cwd: string): string {
  const readings = istios.flatMap(({ by }) => by);
  const isBuilt = readings.some(({ why }) => why === "kustomization");
  const shown = [...new Set(readings.map(({ change }) => relative(cwd, change.folder) || "."))];
  const how = isBuilt ? "whose kustomization does not list it" : "and leaves it out";
  const ids = firstFew(idsOf(readings.map(({ change }) => change)));
  return `no mesh of its own, as nothing here applies it: ${name} (${ids} reads ${firstFew(shown)}, ${how})`;
}

/** Trees of clusters have an Istio of the same name for each: what is told is what these may have in common. */
function twinsOf(states: readonly State[], engines: readonly FileObject[], folders: ReadonlySet<string>) {
  const readers = findReaders(engines, [...folders]);
  const all = states.flatMap(({ name, istios }) => istios.map((it) => ({ ...it, name, id: identity(it.one.object) })));
  return [...grouped(all, ({ id }) => id).values()].flatMap((same) => {
    const read = same.filter(isRead);
    const others = [...new Set(same.filter((it) => !isRead(it)).map(({ name }) => name))];
    const [first] = read;
    if (!first) return [];
    const istio = objectId(first.one.object);
    const of = (it: Read) => readers.filter(({ by }) => it.by.some(({ change, why }) => !why && change.by === by));
    const twin = read.find(
      (it) =>
        it.name !== first.name &&
        of(it).some((a) => of(first).some((b) => a.by !== b.by && sameCluster(a, b) === true)),
    );
    const ids = (it: Read) => firstFew(idsOf(it.by.map(({ change }) => change)));
    return [
      ...(others.length > 0
        ? [
            `nothing here applies ${firstFew(others)}, and ${ids(first)} applies another ${istio}, of ${first.name}: in one cluster the one delivered last is the control plane; deliver ${others.length > 1 ? "them" : "it"} into other clusters, or not at all`,
          ]
        : []),
      ...(twin
        ? [
            `${ids(first)} and ${ids(twin)} apply ${istio} to one cluster, of ${first.name} and of ${twin.name}: the one delivered last is the control plane; deliver one of them`,
          ]
        : []),
    ];
  });
}
