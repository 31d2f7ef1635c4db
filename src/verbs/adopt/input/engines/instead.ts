import { relative, resolve } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { grouped } from "../../../../basics/grouped";
import { commandLine } from "../../../../gates/quote";
import { canonicalJson } from "../../../../objects/canonical-json";
import { apiGroup, identity } from "../../../../objects/kubernetes-object";
import { isKustomization } from "../../../../repository/engine-reads/paths";
import { type Building, buildingsOf } from "../../../../repository/kustomizations/buildings";
import { builtOn } from "../../../../repository/kustomizations/built-on";
import { kustomizationFiles } from "../../../../repository/kustomizations/kustomization-files";
import type { ManifestIo } from "../../../../source/manifests";
import { inputFiles, type OnNote } from "../input-files";
import { adopting, type Change, idsOf } from "./changes";
import type { Part } from "./part-of";
import { objectsIn, ownOf, replaced, type Sources } from "./sources";
import { isIn, refusalOf, type Unfollowed } from "./unfollowed";

/** The sources with what engines read in the place of what was named. */
export interface Instead {
  readonly sources: Sources;
  /** What was named is a part of what an engine builds: no more than that is taken of it. */
  readonly parts: readonly Part[];
  readonly unfollowed: readonly Unfollowed[];
}

interface Surroundings {
  readonly changes: readonly Change[];
  readonly inputs: readonly string[];
  readonly io: ManifestIo;
  readonly onNote: OnNote;
  /** Whether a generator may read folders that nobody can tell here. */
  readonly isOpen: boolean;
}

/**
 * Engines read other folders than were named: an overlay of those, or their base. What an engine applies is what runs, so that is read instead, before what
 * it adds is asked for.
 */
export function readInstead(sources: Sources, surroundings: Surroundings): Instead {
  const { changes, io } = surroundings;
  const read = [...new Set(changes.map(({ folder }) => folder))].sort();
  const exact = new Set(read.flatMap((folder) => ownOf(folder, sources, read, io.cwd)));
  const open = sources.files.filter((file) => file !== "-" && !exact.has(file));
  const built =
    open.length > 0 ? buildings([...read.filter(isKustomization), ...foldersOf(sources, io.cwd)], io.cwd) : [];
  if (built.length === 0) return { sources, parts: [], unfollowed: [] };
  const state = { sources, parts: [], unfollowed: [] };
  const seen = { ...surroundings, open, read, built: new Map(built.map((one) => [one.file.folder, one])) };
  return underBases(overOverlays(state, seen), seen);
}

interface Seen extends Surroundings {
  /** Sources that no engine reads as they are named. */
  readonly open: readonly string[];
  readonly read: readonly string[];
  /** By folder. */
  readonly built: ReadonlyMap<string, Building>;
}

function buildings(folders: readonly string[], cwd: string): readonly Building[] {
  const shown = folders.map((one) => relative(cwd, one) || ".");
  return buildingsOf(kustomizationFiles([...shown, ...builtOn(shown, cwd)], cwd));
}

function foldersOf({ folders }: Sources, cwd: string): readonly string[] {
  return [...new Set([...folders.values()].map((one) => resolve(cwd, one)))];
}

/** The kustomizations that one builds on. */
function basesOf(one: Building | undefined): ReadonlySet<string> {
  return new Set(one?.reached.slice(1).map(({ folder }) => folder));
}

/** What is built over the sources, by whoever reads that: its part of them is what runs. */
function overOverlays(state: Instead, seen: Seen): Instead {
  const { io, open, read, built } = seen;
  const over = new Map<string, string[]>();
  const readBuilt = read.flatMap((folder) => built.get(folder) ?? []);
  const topsOf = {
    files: foldersBy(readBuilt, ({ names }) => names),
    bases: foldersBy(readBuilt, basesOf),
  };
  for (const file of open) {
    const path = pathOf(file, state.sources, io.cwd);
    const tops = topsOf[state.sources.folders.has(file) ? "bases" : "files"].get(path);
    if (tops === undefined) continue;
    const key = JSON.stringify(tops);
    over.set(key, [...(over.get(key) ?? []), file]);
  }
  return [...over].reduce((now, [key, own]) => ofOverlays(now, JSON.parse(key) as readonly string[], own, seen), state);
}

/** By path: the folders of those that build on it. */
function foldersBy(
  built: readonly Building[],
  pathsOf: (one: Building) => Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  const pairs = built.flatMap((one) => [...pathsOf(one)].map((path) => [path, one.file.folder] as const));
  return new Map([...grouped(pairs, ([path]) => path)].map(([path, all]) => [path, all.map(([, folder]) => folder)]));
}

function ofOverlays(state: Instead, tops: readonly string[], own: readonly string[], seen: Seen): Instead {
  const { io, onNote } = seen;
  const changes = seen.changes.filter(({ folder }) => tops.includes(folder));
  const [top = "", second] = tops;
  const named = firstFew(own);
  if (second !== undefined) {
    const commands = tops.map((one) => commandLine("meshstep", "adopt", relative(io.cwd, one) || "."));
    const message = `${firstFew(idsOf(changes))} build different things over ${named}, which is not what runs`;
    return withUnfollowed(state, { isOf: isIn(own), error: refusalOf(message, commands) });
  }
  const shown = relative(io.cwd, top) || ".";
  const one = inputFiles(shown, io.cwd, () => undefined);
  const [failed] = one.failed.values();
  if (failed) {
    const message = `${firstFew(idsOf(changes))} builds ${shown} over ${named} (${failed.problems[0]?.message}), so that is not what runs`;
    return withUnfollowed(state, {
      isOf: isIn(own),
      error: refusalOf(
        message,
        changes.map(({ bring }) => bring),
      ),
    });
  }
  onNote(`${named} is read as ${firstFew(idsOf(changes))} applies it, which builds ${shown} over it`);
  const objects = objectsIn(own, state.sources, io);
  return {
    ...state,
    sources: replaced(state.sources, own, one),
    parts: [...state.parts, { folder: top, changes, objects }],
  };
}

/** What engines read below an overlay that none reads: they apply the base, and the overlay nobody. */
function underBases(state: Instead, seen: Seen): Instead {
  const { io, open, read, built } = seen;
  const overlays = open.filter((file) => state.sources.files.includes(file) && state.sources.folders.has(file));
  return overlays.reduce((now, file) => {
    const below = basesOf(built.get(pathOf(file, state.sources, io.cwd)));
    const bases = read.filter((folder) => below.has(folder));
    const outermost = bases.filter((folder) => !bases.some((one) => basesOf(built.get(one)).has(folder)));
    return outermost.length > 0 ? ofBases(now, file, outermost, seen) : now;
  }, state);
}

function ofBases(state: Instead, file: string, bases: readonly string[], seen: Seen): Instead {
  const { inputs, io, isOpen, onNote } = seen;
  const changes = seen.changes.filter(({ folder }) => bases.includes(folder));
  const read = bases.map((folder) => inputFiles(relative(io.cwd, folder) || ".", io.cwd, () => undefined));
  const above = objectsIn([file], state.sources, io);
  const below = read.flatMap((one) => objectsIn(one.files, one, io));
  const applied = new Map(below.map((one) => [identity(one), canonicalJson(one)]));
  const isAdded = changes.some(({ adds }) => adds !== undefined);
  const isOther = (one: (typeof above)[number]) => {
    const text = applied.get(identity(one));
    return text !== undefined && (isAdded || text !== canonicalJson(one));
  };
  const isFailed = read.some(({ failed }) => failed.size > 0);
  if (!isFailed && !above.some(isOther)) return state;
  const overlay = state.sources.folders.get(file) ?? file;
  const [ids, shown] = [firstFew(idsOf(changes)), firstFew(bases.map((one) => relative(io.cwd, one) || "."))];
  const isWhole = above.every((object) => apiGroup(object) !== "sailoperator.io" || applied.has(identity(object)));
  if (isFailed || isOpen || !isWhole || inputs.includes(overlay)) {
    const message = `${ids} ${changes.length > 1 ? "apply" : "applies"} ${shown}, and nothing here says who applies ${overlay}, which makes something else of it: what runs may be either`;
    const commands = [...changes.map(({ bring }) => bring), adopting(commandLine("kubectl", "kustomize", overlay))];
    const others = new Set(above.filter((one) => isFailed || isOther(one)).map(identity));
    const isOf: Unfollowed["isOf"] = (found) => isIn([file])(found) && others.has(identity(found.object));
    return withUnfollowed(state, { isOf, error: refusalOf(message, commands) });
  }
  onNote(
    `${overlay} is passed over: nothing here applies it, and ${ids} ${changes.length > 1 ? "apply" : "applies"} ${shown}, which is read instead`,
  );
  const sources = read.reduce<Sources>((now, one) => replaced(now, [file], one), state.sources);
  return { ...state, sources };
}

function withUnfollowed(state: Instead, one: Unfollowed): Instead {
  return { ...state, unfollowed: [...state.unfollowed, one] };
}

function pathOf(file: string, { folders }: Sources, cwd: string): string {
  return resolve(cwd, folders.get(file) ?? file);
}
