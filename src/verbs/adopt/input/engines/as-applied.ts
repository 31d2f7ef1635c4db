import { relative } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { grouped } from "../../../../basics/grouped";
import { scopeOf } from "../../../../delivery/permissions";
import type { InputError } from "../../../../findings/input-error";
import { type KubernetesObject, kindOf } from "../../../../objects/kubernetes-object";
import type { Adds } from "../../../../repository/engine-reads/engine-read";
import { readManifests } from "../../../../source/manifests";
import type { Built } from "../programs";
import { alsoRead } from "./also-read";
import { asKustomization } from "./as-kustomization";
import { type Brought, broughtIn } from "./brought";
import { withChanges, withValues } from "./build-changed";
import { type Change, idsOf } from "./changes";
import { type Instead, readInstead } from "./instead";
import { onlyPart } from "./part-of";
import { keyOf } from "./same-adds";
import { type Surroundings, seenEngines } from "./seen-engines";
import { madeOf, ownOf, replaced, type Sources } from "./sources";
import { isIn, refusalOf, type Unfollowed, unsureIn } from "./unfollowed";
import { withoutUnread } from "./unread-files";

/** Sources as they are applied, as far as that can be told. */
export interface AsApplied extends State, Brought {}

interface State extends Sources {
  readonly unfollowed: readonly Unfollowed[];
}

/** How often what an engine brings may say what another one makes of a folder. */
const deepest = 5;

/**
 * The sources as engines apply them: a folder of which an Application, an ApplicationSet, a Kustomization or a HelmRelease makes something else (patches,
 * images, values of a chart) is built with that. What it makes is what runs, and the files are not.
 */
export function asApplied(sources: Sources, around: Surroundings): AsApplied {
  const { engines } = seenEngines(sources, around);
  const files = new Set(sources.files.filter((file) => !sources.texts.has(file)));
  const raw = new Set(engines.flatMap(({ file, shown }) => (files.has(shown) ? file : [])));
  const surroundings = { ...around, raw };
  const instead = insteadOf(alsoRead(sources, surroundings), surroundings);
  let state: State = { ...instead.sources, unfollowed: instead.unfollowed };
  const done = new Set<string>();
  for (let round = 0; round < deepest; round += 1) {
    const { engines, changes: sure, open: unsure } = seenEngines(state, surroundings);
    if (engines.length === 0) break;
    const changes = [...sure, ...unsure];
    const files = new Set(engines.map(({ shown }) => shown));
    const open = foldersIn(changes, state, surroundings.io.cwd).filter(({ folder }) => !done.has(folder));
    // One may change the objects of others: what these say is known when those have been built.
    const parents = open.filter(({ own }) => own.some((file) => files.has(file)));
    const now = parents.length > 0 ? parents : open;
    if (now.length === 0) break;
    for (const one of now) {
      done.add(one.folder);
      state = changed(one, state, surroundings);
    }
  }
  for (const part of instead.parts) {
    const { sources: now, unfollowed } = onlyPart(part, state, surroundings.io);
    state = { ...now, unfollowed: [...state.unfollowed, ...(unfollowed ? [unfollowed] : [])] };
  }
  const seen = seenEngines(state, surroundings);
  const unfollowed = [...state.unfollowed, ...unsureIn(state, seen, surroundings.io.cwd)];
  return { ...state, unfollowed, ...broughtIn(seen, state, surroundings.io) };
}

/** What engines apply instead, without what they leave out. */
function insteadOf(sources: Sources, surroundings: Surroundings): Instead {
  const { engines, changes } = seenEngines(sources, surroundings);
  if (engines.length === 0) return { sources, parts: [], unfollowed: [] };
  const isOpen = engines.some((one) => kindOf(one.object).endsWith("Set") && !changes.some(({ by }) => by === one));
  const engineFiles = new Set(engines.map(({ shown }) => shown));
  const read = isOpen ? sources : withoutUnread(sources, { ...surroundings, changes, engineFiles });
  return readInstead(read, { ...surroundings, changes, isOpen });
}

/** A folder that engines read, with what of the sources is read there. */
interface ReadFolder {
  /** Absolute. */
  readonly folder: string;
  readonly changes: readonly Change[];
  readonly own: readonly string[];
}

/** Those of which something else is made. */
function foldersIn(changes: readonly Change[], state: Sources, cwd: string): readonly ReadFolder[] {
  const groups = [...grouped(changes, ({ folder }) => folder)].sort(([a], [b]) => (a < b ? -1 : 1));
  const read = groups.map(([folder]) => folder);
  return groups.flatMap(([folder, own]) =>
    own.some(({ adds }) => adds !== undefined) ? [{ folder, changes: own, own: ownOf(folder, state, read, cwd) }] : [],
  );
}

/** The sources with what becomes of a folder. */
function changed(one: ReadFolder, state: State, { io, onNote, onSkipped }: Surroundings): State {
  const { folder, changes, own } = one;
  const shown = relative(io.cwd, folder) || ".";
  if (own.length === 0 && !state.failed.has(shown)) return state;
  const objects = [...readManifests(own, { ...io, texts: state.texts }, { onSkipped })].map(({ object }) => object);
  const ways = [...new Map(changes.map(({ adds }) => [keyOf(adds), adds])).values()];
  if (ways.every((adds) => changesNothing(adds, objects))) return state;
  const built = ways.map((adds) => builtWith(adds, { folder, shown, objects }));
  const texts = new Map(built.flatMap((each) => ("text" in each ? [[each.text, each] as const] : [])));
  const [only, second] = texts.values();
  if (only && !second && built.every((each) => "text" in each)) {
    const words = [...new Set(ways.flatMap((adds) => (adds && "words" in adds && adds.words ? adds.words : [])))];
    if (words.length > 0)
      onNote(
        `${shown} is read as ${firstFew(idsOf(changes))} has it built${onlyIf(changes)}, with ${words.join("; ")}`,
        "built",
      );
    return { ...replaced(state, own, madeOf(shown, only)), unfollowed: state.unfollowed };
  }
  const error = refusal(shown, changes, built);
  return own.length > 0
    ? { ...state, unfollowed: [...state.unfollowed, { isOf: isIn(own), error }] }
    : { ...state, failed: new Map([...state.failed, [shown, error]]) };
}

/** A namespace for objects that are in it already, or in none, is what many say of all that they apply. */
function changesNothing(adds: Adds | undefined, objects: readonly KubernetesObject[]): boolean {
  if (adds === undefined) return true;
  if (!("fields" in adds)) return false;
  const { fields } = adds.fields;
  const namespace = fields.find(({ key }) => key === "namespace")?.value;
  const isThere = (one: KubernetesObject) =>
    kindOf(one) === "/Namespace" ? one.metadata.name === namespace : isPlaced(one, namespace);
  return fields.every(({ key }) => key === "namespace") && objects.every(isThere);
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
  return "chart" in adds
    ? withValues(folder, adds.chart, shown)
    : withChanges(objects, asKustomization(adds.fields, folder), shown);
}

function onlyIf(changes: readonly Change[]): string {
  return changes.every(({ isOpen }) => isOpen) ? " (if its generators make an Application of it)" : "";
}

function refusal(shown: string, changes: readonly Change[], built: readonly Built[]): InputError {
  const ids = firstFew(idsOf(changes));
  const make = idsOf(changes).length > 1 ? "make" : "makes";
  const why = built.flatMap((each) => ("why" in each ? each.why : []))[0];
  const words = changes.flatMap(({ adds }) => (adds && "words" in adds && adds.words ? adds.words : []))[0];
  const said = words === undefined ? "" : ` by ${words}`;
  const commands = changes.map(({ bring }) => bring);
  const message =
    why === undefined
      ? `${ids} ${make} different things of ${shown}, and what runs is none of its files`
      : `${ids} ${make} something else of ${shown}${onlyIf(changes)}${said} (${why}), so its files are not what runs`;
  return refusalOf(message, commands);
}
