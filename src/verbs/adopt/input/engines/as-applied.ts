import { posix, relative, resolve } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { grouped } from "../../../../basics/grouped";
import { scopeOf } from "../../../../delivery/permissions";
import { InputError } from "../../../../findings/input-error";
import { canonicalJson } from "../../../../objects/canonical-json";
import { identity, type KubernetesObject, kindOf } from "../../../../objects/kubernetes-object";
import { type ManifestIo, type ReadOptions, readManifests } from "../../../../source/manifests";
import type { FileObject } from "../../../check/read-objects";
import { readingsOf } from "../../../check/readings";
import type { Built } from "../build";
import type { OnNote } from "../input-files";
import { buildingsIn, type Origin } from "../origin";
import type { Adds } from "./adds";
import { withChanges, withValues } from "./build-changed";
import { type Change, changesOf, idsOf, topOf } from "./changes";
import { type EngineObjects, engineKinds, engineObjects } from "./engine-objects";
import { filledBy } from "./flux-values";
import { ownOf, replaced, type Sources } from "./sources";
import type { Unfollowed } from "./unfollowed";

/** Sources as they are applied, as far as that can be told. */
export interface AsApplied extends Sources {
  readonly unfollowed: readonly Unfollowed[];
}

interface Surroundings {
  readonly inputs: readonly string[];
  readonly io: ManifestIo;
  /** The engines' objects of the tree around the inputs, and the ConfigMaps that they name. */
  readonly around: readonly FileObject[];
  readonly onNote: OnNote;
  readonly onSkipped: NonNullable<ReadOptions["onSkipped"]>;
}

/** How often what an engine brings may say what another one makes of a folder. */
const deepest = 5;

/**
 * The sources as engines apply them: a folder of which an Application, an ApplicationSet, a Kustomization or a HelmRelease makes something else (patches,
 * images, values of a chart) is built with that. What it makes is what runs, and the files are not.
 */
export function asApplied(sources: Sources, surroundings: Surroundings): AsApplied {
  let state: AsApplied = { ...sources, unfollowed: [] };
  const done = new Set<string>();
  for (let round = 0; round < deepest; round += 1) {
    const found = enginesIn(state, surroundings);
    if (found.engines.length === 0) break;
    const files = new Set(found.engines.map(({ shown }) => shown));
    const open = foldersIn(found, state, surroundings).filter(({ folder }) => !done.has(folder));
    // One may change the objects of others: what these say is known when those have been built.
    const parents = open.filter(({ own }) => own.some((file) => files.has(file)));
    const now = parents.length > 0 ? parents : open;
    if (now.length === 0) break;
    for (const one of now) {
      done.add(one.folder);
      state = changed(one, state, surroundings);
    }
  }
  return state;
}

function enginesIn(state: Sources, { inputs, io, around }: Surroundings): EngineObjects {
  const origin: Origin = { inputs, folders: state.folders, io: { ...io, texts: state.texts } };
  const { engines, configs } = engineObjects(state.files, origin);
  const known = new Set([...engines, ...configs].map((one) => `${identity(one.object)} ${one.file}`));
  const more = around.filter((one) => !known.has(`${identity(one.object)} ${one.file}`));
  const isEngine = (one: FileObject) => engineKinds.has(kindOf(one.object));
  const all = [...engines, ...more.filter(isEngine)];
  const maps = [...configs, ...more.filter((one) => !isEngine(one))];
  if (!all.some(({ object }) => JSON.stringify(object).includes("${"))) return { engines: all, configs: maps };
  const { readBy } = readingsOf(buildingsIn(origin), [...all, ...maps]);
  return { engines: all.map((one) => filledBy(one, readBy(one), maps)), configs: maps };
}

/** A folder that engines read, with what of the sources is read there. */
interface ReadFolder {
  /** Absolute. */
  readonly folder: string;
  readonly changes: readonly Change[];
  readonly own: readonly string[];
}

/** Those of which something else is made. */
function foldersIn(found: EngineObjects, state: Sources, { io: { cwd }, inputs }: Surroundings): readonly ReadFolder[] {
  const changes = changesOf(found, knownFolders(state, cwd), topOf(inputs, cwd));
  const groups = [...grouped(changes, ({ folder }) => folder)].sort(([a], [b]) => (a < b ? -1 : 1));
  const read = groups.map(([folder]) => folder);
  return groups.flatMap(([folder, own]) =>
    own.some(({ adds }) => adds !== undefined) ? [{ folder, changes: own, own: ownOf(folder, state, read, cwd) }] : [],
  );
}

function knownFolders({ files, folders }: Sources, cwd: string): ReadonlySet<string> {
  const known = new Set<string>();
  for (const file of files) {
    let folder = resolve(cwd, folders.get(file) ?? posix.dirname(file));
    for (; !known.has(folder); folder = posix.dirname(folder)) known.add(folder);
  }
  return known;
}

/** The sources with what becomes of a folder. */
function changed(one: ReadFolder, state: AsApplied, { io, onNote, onSkipped }: Surroundings): AsApplied {
  const { folder, changes, own } = one;
  const shown = relative(io.cwd, folder) || ".";
  if (own.length === 0 && !state.failed.has(shown)) return state;
  const objects = [...readManifests(own, { ...io, texts: state.texts }, { onSkipped })].map(({ object }) => object);
  const ways = [...new Map(changes.map(({ adds }) => [canonicalJson(adds ?? null), adds])).values()];
  if (ways.every((adds) => changesNothing(adds, objects))) return state;
  const built = ways.map((adds) => builtWith(adds, { folder, shown, objects }));
  const texts = new Map(built.flatMap((each) => ("text" in each ? [[each.text, each] as const] : [])));
  const [only, second] = texts.values();
  if (only && !second && built.every((each) => "text" in each)) {
    const words = [...new Set(ways.flatMap((adds) => (adds && "words" in adds && adds.words ? adds.words : [])))];
    if (words.length > 0)
      onNote(`${shown} is read as ${firstFew(idsOf(changes))} has it built, with ${words.join("; ")}`);
    return { ...replaced(state, own, { ...only, folder: shown }), unfollowed: state.unfollowed };
  }
  const error = refusal(shown, changes, built);
  return own.length > 0
    ? { ...state, unfollowed: [...state.unfollowed, { isOf: isIn(new Set(own)), error }] }
    : { ...state, failed: new Map([...state.failed, [shown, error]]) };
}

/** A namespace for objects that are in it already, or in none, is what many say of all that they apply. */
function changesNothing(adds: Adds | undefined, objects: readonly KubernetesObject[]): boolean {
  if (adds === undefined) return true;
  if (!("kustomization" in adds)) return false;
  const { namespace, ...rest } = adds.kustomization;
  const isThere = (one: KubernetesObject) =>
    kindOf(one) === "/Namespace" ? one.metadata.name === namespace : isPlaced(one, namespace);
  return Object.keys(rest).length === 0 && objects.every(isThere);
}

function isPlaced(one: KubernetesObject, namespace: unknown): boolean {
  return scopeOf(one) === "cluster" || one.metadata.namespace === namespace;
}

interface Read {
  readonly folder: string;
  readonly shown: string;
  readonly objects: readonly KubernetesObject[];
}

function builtWith(adds: Adds | undefined, { folder, shown, objects }: Read): Built {
  if (adds === undefined) return withChanges(objects, {}, shown);
  if ("why" in adds) return adds;
  return "chart" in adds ? withValues(folder, adds.chart, shown) : withChanges(objects, adds.kustomization, shown);
}

function refusal(shown: string, changes: readonly Change[], built: readonly Built[]): InputError {
  const ids = firstFew(idsOf(changes));
  const make = idsOf(changes).length > 1 ? "make" : "makes";
  const why = built.flatMap((each) => ("why" in each ? each.why : []))[0];
  const words = changes.flatMap(({ adds }) => (adds && "words" in adds && adds.words ? adds.words : []))[0];
  const said = words === undefined ? "" : ` by ${words}`;
  const commands = [...new Set(changes.map(({ bring }) => bring))];
  const message =
    why === undefined
      ? `${ids} ${make} different things of ${shown}, and what runs is none of its files`
      : `${ids} ${make} something else of ${shown}${said} (${why}), so its files are not what runs`;
  return InputError.of(message, { hint: firstFew(commands) });
}

function isIn(files: ReadonlySet<string>): Unfollowed["isOf"] {
  return ({ place, live }) => !live && files.has(place.file);
}
