import { mark } from "../../mesh/labels";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { type Need, needsAmong } from "../../order/needs";
import { labelsOf, objectsOf, podNamespace, sailKinds } from "../objects";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";
import { gatewaysNamed, isWaypoint, waypointUses } from "../waypoints";
import { idOf, waitsOf, wayOver } from "./depends-on";
import { orderEntries } from "./order";
import { readersOf } from "./readers";

type Said = AboutDetails & { readonly one: CheckedObject };

/** A {@link Need} of manifests under check. */
interface CheckedNeed extends Pick<Need, "how"> {
  readonly dependant: CheckedObject;
  readonly needed: CheckedObject;
}

/** A need between what two Kustomizations of Flux apply. */
interface Pair extends CheckedNeed {
  readonly one: CheckedObject;
  readonly other: CheckedObject;
  readonly from: string;
  readonly to: string;
}

const kustomization = ["kustomize.toolkit.fluxcd.io", "Kustomization"] as const;

/** Parts of the mesh whose order is somebody's to write. */
const ordered = ["sailoperator.io/IstioCNI", "sailoperator.io/ZTunnel", "sailoperator.io/IstioRevisionTag"];

/**
 * Parts that do not wait for what they need, where others do: a dependency that was forgotten (DEL008). Without any, Flux was told no order at all.
 * No advice of these closes a circle, alone or with the others.
 */
export function unwaitedParts(set: ManifestSet): readonly Said[] {
  const all = new Map(objectsOf(set, ...kustomization).map((one) => [idOf(one), one]));
  const waits = new Map([...all].map(([id, one]) => [id, waitsOf(one).map((wait) => wait.id)]));
  if (![...waits.values()].flat().some((id) => all.has(id))) return [];
  const isAfter = (from: string, to: string) => wayOver((id) => waits.get(id) ?? [], from, to) !== undefined;
  const stuck = stuckIn(waits);
  const open = pairsOf(set, isAfter).filter(({ from, to }) => !stuck.has(from) && !stuck.has(to));
  const links = new Map([...all.keys()].map((id) => [id, new Set(waits.get(id))]));
  for (const [from, to] of homesOf(set)) links.get(from)?.add(to);
  for (const { from, to } of open.filter((pair) => !isSoft(pair) && !isAfter(pair.to, pair.from)))
    links.get(from)?.add(to);
  const said = new Set<string>();
  return open.flatMap((pair): readonly Said[] => {
    const { from, to } = pair;
    const isReverse = isAfter(to, from);
    const closes = isReverse || wayOver((id) => links.get(id) ?? [], to, from) !== undefined;
    if ((closes && isSoft(pair)) || said.has(`${from} ${to}`)) return [];
    said.add(`${from} ${to}`);
    return [isReverse ? reversed(pair) : atOnce(pair, closes)];
  });
}

/** What is never applied: what waits for itself, or for one that is not there, and whoever waits for such a one. Their order is said when that is mended. */
function stuckIn(waits: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const homes = new Set([...waits.keys()].map((id) => id.split("/")[0]));
  const isLost = (id: string) =>
    !waits.has(id) && [...waits.keys()].some((it) => sameName(it, id) || homes.has(id.split("/")[0]));
  const stuck = new Set<string>();
  const isStuck = (id: string) =>
    (waits.get(id) ?? []).some(
      (wait) => isLost(wait) || stuck.has(wait) || wayOver((it) => waits.get(it) ?? [], wait, id) !== undefined,
    );
  for (let before = -1; before < stuck.size; ) {
    before = stuck.size;
    for (const id of waits.keys()) if (isStuck(id)) stuck.add(id);
  }
  return stuck;
}

function sameName(one: string, other: string): boolean {
  return one.split("/").at(-1) === other.split("/").at(-1);
}

/** What waits for none that has what it needs. Of two control planes one is its own. */
function pairsOf(set: ManifestSet, isAfter: (from: string, to: string) => boolean): readonly Pair[] {
  const met = new Set<string>();
  const pairs = needsOf(set).flatMap((need): readonly (Pair & { readonly what: string })[] => {
    const { dependant, needed } = need;
    const [one, other] = [fluxReader(set, dependant), fluxReader(set, needed)];
    if (!one || !other) return [];
    const [from, to] = [idOf(one), idOf(other)];
    const what = `${objectId(dependant.object)} ${kindOf(needed.object)}`;
    if (one !== other && !isAfter(from, to)) return [{ ...need, one, other, from, to, what }];
    met.add(what);
    return [];
  });
  return pairs.filter(({ what }) => !met.has(what));
}

/** What needs what; a Namespace is among it by its waypoint, as is whatever else asks for one. */
function needsOf(set: ManifestSet): readonly CheckedNeed[] {
  const parts = needsAmong(orderEntries(set))
    .map(({ how, dependant, needed }) => ({ how, dependant: dependant.checked, needed: needed.checked }))
    .filter(({ dependant }) => ordered.includes(kindOf(dependant.object)) || isWaypoint(dependant));
  const uses = waypointUses(set).flatMap((use): readonly CheckedNeed[] => {
    const needed = gatewaysNamed(set, use).find(isWaypoint);
    return needed ? [{ how: "ready", dependant: use.user, needed }] : [];
  });
  return [...parts, ...uses];
}

/**
 * Whether the other order does as well: the CNI of a minor works before its control plane does, and a label for a waypoint that is not there yet
 * matters when pods come (WAV002).
 */
function isSoft({ how, dependant }: Pair): boolean {
  return how === "version" || !(ordered.includes(kindOf(dependant.object)) || isWaypoint(dependant));
}

function atOnce({ one, other, from, to, dependant, needed }: Pair, closes: boolean): Said {
  const [id, name] = [objectId(dependant.object), other.object.metadata.name];
  return {
    one,
    at: ["spec"],
    severity: "warning",
    message: `Kustomization ${from} applies ${id} and does not wait for ${to}, which applies ${objectId(needed.object)}: Flux applies both at once`,
    hint: closes
      ? `It cannot wait as it is, because ${name} needs something of it, too. Put ${id} into a Kustomization of its own that depends on ${name}.`
      : `Add ${name} to spec.dependsOn.`,
  };
}

function reversed({ one, other, from, to, dependant, needed }: Pair): Said {
  const [id, name] = [objectId(dependant.object), one.object.metadata.name];
  return {
    one: other,
    at: waitsOf(other).find((wait) => wait.id === from)?.at ?? ["spec", "dependsOn"],
    severity: "warning",
    message: `Kustomization ${to} applies ${objectId(needed.object)} and waits for ${from}, which applies ${id}: on a new cluster that does not work before the other is there`,
    hint: `Let ${name} wait for ${other.object.metadata.name}, and not the other way round.`,
  };
}

/** The one Kustomization of Flux that applies an object; the Namespaces of ours are a row of their own. */
function fluxReader(set: ManifestSet, one: CheckedObject): CheckedObject | undefined {
  const [reader, other] = readersOf(set, one);
  const isPlanned =
    reader && labelsOf(reader.by.object)[mark.mesh] !== undefined && kindOf(one.object) === "/Namespace";
  return reader && !other && !isPlanned && kindOf(reader.by.object) === kustomization.join("/") ? reader.by : undefined;
}

/** Who applies something, and who brings the namespace that it stands in. */
function homesOf(set: ManifestSet): readonly (readonly [from: string, to: string])[] {
  const homes = new Map(objectsOf(set, "", "Namespace").map((one) => [one.object.metadata.name, fluxReader(set, one)]));
  return set.objects.flatMap((one) => {
    const isSail = sailKinds.some((kind) => kindOf(one.object) === `sailoperator.io/${kind}`);
    const home = homes.get((isSail ? podNamespace(one) : one.object.metadata.namespace) ?? "");
    const reader = home && fluxReader(set, one);
    return reader && home !== reader ? [[idOf(reader), idOf(home)] as const] : [];
  });
}
