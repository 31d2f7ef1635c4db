import { layers } from "../../../constructs/layers";
import type { KubernetesObject } from "../../../mesh/mesh";
import { protectedKind } from "../../../mesh/protected-kinds";
import { kindOf } from "../../../objects/kubernetes-object";
import { syncWave } from "../../../order/argocd/annotations";
import { readHook } from "../../../order/argocd/hooks";
import { readWave } from "../../../order/argocd/wave";
import { podTemplates } from "../../../rules/waypoints";
import type { Found } from "../input/found";
import { listOf } from "../inventory/list-of";
import { between, type PartWave, partNamespaces, partWaves } from "./part-waves";

/** The objects whose wave cannot stay as it is; undefined where the annotation goes and the wave of the layer holds. */
export type CarriedWaves = ReadonlyMap<Found, number | undefined>;

/** The wave of what says none, the last one before the restarts, and the first one behind the waypoints. */
const standard = layers.routing.wave;
const last = layers["before-restarts"].wave - 1;
const first = layers.waypoints.wave + 1;

/**
 * Waves in which carried objects keep the order that the input had, now that those of the mesh's parts are others. What stands beside the parts, in their
 * namespaces or in none, keeps its place between them; routes, policies, Services and workloads use the mesh, and come behind all of it.
 */
export function carriedWaves(carried: readonly Found[], described: readonly Found[]): CarriedWaves {
  const parts = partWaves(described);
  const homes = partNamespaces(described);
  const users: Found[] = [];
  const spaces = new Map<string, { readonly space: Space; readonly members: Found[] }>();
  for (const one of carried.filter(({ object }) => isOfTheSync(object))) {
    const space = isBeside(one.object, homes) ? spaceOf(one.object, parts) : "behind";
    if (space === undefined) continue;
    if (space === "behind") users.push(one);
    else {
      const key = `${space.after} ${space.before}`;
      const known = spaces.get(key) ?? { space, members: [] };
      known.members.push(one);
      spaces.set(key, known);
    }
  }
  const floor = Math.max(...parts.map(({ now }) => now));
  return new Map([
    ...behind(users, floor),
    ...[...spaces.values()].flatMap(({ space, members }) => inside(members, space)),
  ]);
}

/** Hooks of other phases of a sync have an order of their own. */
function isOfTheSync(object: KubernetesObject): boolean {
  const { phases } = readHook(object);
  return phases.length === 1 && phases[0] === "Sync";
}

function isBeside(object: KubernetesObject, homes: ReadonlySet<string>): boolean {
  if (protectedKind(object)?.role === "traffic") return false;
  if (!hasWave(object)) return isNeeded(object, homes);
  const { namespace } = object.metadata;
  return namespace === undefined || homes.has(namespace) || kindOf(object) === "batch/Job";
}

/** What says no wave and may be what a part needs: a Namespace moves with what is in it, and workloads are routed to. */
function isNeeded(object: KubernetesObject, homes: ReadonlySet<string>): boolean {
  const { namespace } = object.metadata;
  if (namespace !== undefined && !homes.has(namespace)) return false;
  return !["/Namespace", "/Service"].includes(kindOf(object)) && podTemplates[kindOf(object)] === undefined;
}

/** Waves between two parts, both left out. */
interface Space {
  readonly after?: number;
  readonly before: number;
}

/** Where an object came before every part that it can: what comes too late may hold one up. Undefined where nothing orders it. */
function spaceOf(object: KubernetesObject, parts: readonly PartWave[]): Space | "behind" | undefined {
  const { after, before } = between(waveOf(object), parts);
  if (before === undefined) return after === undefined ? undefined : "behind";
  return after === undefined || after >= before ? { before } : { after, before };
}

function inside(members: readonly Found[], { after, before }: Space): readonly (readonly [Found, number])[] {
  const waves = wavesOf(members);
  const fits = (wave: number) => wave < before && (after === undefined || wave > after);
  const places = waves.every(fits)
    ? waves
    : waves.map((_, index) =>
        after === undefined ? before - waves.length + index : Math.min(after + 1 + index, before - 1),
      );
  return members.flatMap((one) => {
    const wave = waveOf(one.object);
    const place = places[waves.indexOf(wave)] ?? wave;
    return place === wave && hasWave(one.object) ? [] : [[one, place] as const];
  });
}

/** Whoever counts as we do, in waves behind all parts, or has something of his own behind our gates, means it so. */
function behind(members: readonly Found[], floor: number): readonly (readonly [Found, number | undefined])[] {
  const movable = members.filter(({ object }) => waveOf(object) <= last && !isPlaced(object, floor));
  const said = movable.filter(({ object }) => hasWave(object)).map(({ object }) => waveOf(object));
  const isMixed = said.length < movable.length;
  if (said.every((wave) => wave > (isMixed ? standard - 1 : floor))) return [];
  const waves = wavesOf(movable);
  const anchor = isMixed ? waves.indexOf(0) : Math.max(0, waves.length - 1 - (last - standard));
  const placeOf = (wave: number, index: number) => Math.min(Math.max(standard + index - anchor, wave, first), last);
  const places = new Map(waves.map((wave, index) => [wave, placeOf(wave, index)]));
  return movable.flatMap((one) => {
    const wave = waveOf(one.object);
    const place = places.get(wave);
    if (!hasWave(one.object) || place === wave) return [];
    return [[one, place === standard ? undefined : place] as const];
  });
}

/** A waypoint behind the parts is where those of the mesh are, before whoever uses it. */
function isPlaced(object: KubernetesObject, floor: number): boolean {
  return hasWave(object) && waveOf(object) > floor && waveOf(object) < standard && listOf(object) === "waypoints";
}

/** From the first to the last, each once. */
function wavesOf(members: readonly Found[]): readonly number[] {
  return [...new Set(members.map(({ object }) => waveOf(object)))].sort((a, b) => a - b);
}

/** The wave that an object says, else the first. */
function waveOf(object: KubernetesObject): number {
  return hasWave(object) ? readWave(object).wave : 0;
}

function hasWave(object: KubernetesObject): boolean {
  return object.metadata.annotations?.[syncWave] !== undefined && readWave(object).ignored === undefined;
}

/** The object in its new wave. */
export function inWave(object: KubernetesObject, wave: number | undefined): KubernetesObject {
  const { annotations: { [syncWave]: _, ...others } = {}, ...metadata } = object.metadata;
  const annotations = { ...others, ...(wave !== undefined && { [syncWave]: String(wave) }) };
  return {
    ...object,
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) },
  };
}
