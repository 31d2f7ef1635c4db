import { grouped } from "../../basics/grouped";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { apiGroup, kindOf } from "../../objects/kubernetes-object";
import { valueAt } from "../../objects/object-paths";
import { readApart, readersOf } from "../engines/readers";
import { waveOf, writtenWave } from "../engines/waves";
import { about, type CheckedObject, inShort, type ManifestSet, type Rule } from "../rule";
import { gatewaysNamed, isWaypoint, podTemplates, type WaypointUse, waypointUses } from "../waypoints";
import { selectedIn } from "../workloads";

export const wav002: Rule = {
  id: "WAV002",
  state: (set) => {
    const placed = waypointUses(set).flatMap((use): readonly Placed[] => {
      // Without a wave of its own, nobody meant the label to come after the waypoint.
      if (writtenWave(use.user.object) === undefined) return [];
      const gateway = gatewaysNamed(set, use).find(isWaypoint);
      // Waves hold inside of one Application.
      return gateway && !readApart(set, use.user, gateway) ? [{ use, gateway }] : [];
    });
    const isHome = ({ use: { user } }: Placed) => kindOf(user.object) === "/Namespace";
    return [
      ...placed
        .filter(isHome)
        .flatMap(({ use, gateway }) =>
          waveOf(use.user.object) < waveOf(gateway.object) ? before(set, use, gateway) : pulledUp(set, use, gateway),
        ),
      ...early(
        set,
        placed.filter((one) => !isHome(one)),
      ),
    ];
  },
};

/** A use of a waypoint that has a wave, in the Application of the waypoint. */
interface Placed {
  readonly use: WaypointUse;
  readonly gateway: CheckedObject;
}

/** A Namespace that comes with the first object in it, and therefore before the waypoint that its label names. */
function pulledUp(set: ManifestSet, { user, at }: WaypointUse, gateway: CheckedObject): readonly Finding[] {
  const { object } = user;
  const [first] = inWaves(set, user, gateway).filter((one) => waveOf(one.object) < waveOf(object));
  if (!first) return [];
  return [
    about("WAV002", user, {
      at,
      message: `its wave ${waveOf(object)} does not hold: Argo CD applies a Namespace before everything in it, here with ${objectId(first.object)} in wave ${waveOf(first.object)}, so the label is in force before waypoint ${gateway.object.metadata.name} is there`,
      hint: "Put the label into a delivery of its own, which is synced once the waypoint is programmed.",
    }),
  ];
}

/**
 * The label is written into an earlier wave than the waypoint: that does no harm while no pod is there. Pods without a wave are said
 * only where they pull the Namespace up: nobody gave them a place in an order, and mostly they were there before the mesh.
 */
function before(set: ManifestSet, { user, at }: WaypointUse, gateway: CheckedObject): readonly Finding[] {
  const [pods] = inWaves(set, user, gateway).filter(
    (one) => podTemplates[kindOf(one.object)] !== undefined && comesBefore(set, one, { user, gateway }),
  );
  if (!pods) return [];
  const [own, other] = [waveOf(pods.object), waveOf(gateway.object)];
  return [
    about("WAV002", user, {
      at,
      severity: "warning",
      message: `the label is in force with ${objectId(pods.object)} in wave ${own}, and waypoint ${gateway.object.metadata.name} comes in wave ${other}: until it is programmed, what it would refuse is let through`,
      hint: `Put the pods into wave ${other + 1} or later, or the label into a delivery of its own.`,
    }),
  ];
}

/** What a Namespace holds of the same Application, up to the waypoint, the first wave first. */
function inWaves(set: ManifestSet, user: CheckedObject, gateway: CheckedObject): readonly CheckedObject[] {
  return set.objects
    .filter(({ object }) => object.metadata.namespace === user.object.metadata.name)
    .filter((one) => waveOf(one.object) <= waveOf(gateway.object) && !readApart(set, user, one))
    .sort((a, b) => waveOf(a.object) - waveOf(b.object));
}

/** Whether pods come before a waypoint by a place that somebody gave them, in the sync that brings it. */
function comesBefore(
  set: ManifestSet,
  pods: CheckedObject,
  { user, gateway }: { readonly user: CheckedObject; readonly gateway: CheckedObject },
): boolean {
  // Pods that another Application brings, or people, may come at any time.
  const ours = readersOf(set, gateway);
  // Where an ApplicationSet takes its folders from clusters, one kustomization builds both.
  const isOneSync = readersOf(set, pods).some((by) => ours.includes(by)) || set.together?.(pods, gateway) === true;
  if (!isOneSync) return false;
  const isPlaced = writtenWave(pods.object) !== undefined || waveOf(pods.object) < waveOf(user.object);
  return isPlaced && waveOf(pods.object) < waveOf(gateway.object);
}

/** Services and whatever else asks for a waypoint that comes after them and their pods: one word for each waypoint. */
function early(set: ManifestSet, placed: readonly Placed[]): readonly Finding[] {
  const sent = new Set(
    waypointUses(set).map(({ user, name, namespace }) => `${objectId(user.object)} ${namespace}/${name}`),
  );
  const found = placed.flatMap(({ use, gateway }) => {
    const { user, from, name, namespace } = use;
    // What its Namespace asks for as well is in force with that. Jobs serve nobody.
    if (apiGroup(user.object) === "batch" || sent.has(`Namespace/${from} ${namespace}/${name}`)) return [];
    if (waveOf(user.object) >= waveOf(gateway.object)) return [];
    const [pods] = served(set, user).filter((one) => one === user || comesBefore(set, one, { user, gateway }));
    return pods ? [{ use, gateway, pods }] : [];
  });
  return [...grouped(found, ({ gateway }) => gateway).values()].flatMap((members) => {
    const { first, names } = inShort(members.map(({ use }) => use.user));
    const [member] = members.filter(({ use }) => use.user === first);
    if (!first || !member) return [];
    const { use, gateway, pods } = member;
    const [own, other] = [waveOf(pods.object), waveOf(gateway.object)];
    const isWith = pods === first ? `from wave ${own} on` : `with ${objectId(pods.object)} in wave ${own}`;
    return [
      about("WAV002", first, {
        at: use.at,
        severity: "warning",
        message: `${names}: the label is in force ${isWith}, and waypoint ${gateway.object.metadata.name} comes in wave ${other}: until it is programmed, what it would refuse is let through`,
        hint: `Put what carries the label into wave ${other + 1} or later${pods === first ? "" : ", or the pods"}.`,
      }),
    ];
  });
}

/** Where the traffic goes that the label is about: to the pods of a Service, the first wave first, and else to what carries it. */
function served(set: ManifestSet, user: CheckedObject): readonly CheckedObject[] {
  if (kindOf(user.object) !== "/Service") return [user];
  const selector = valueAt(user.object, "spec", "selector");
  if (typeof selector !== "object" || selector === null) return [];
  return selectedIn(set, user.object.metadata.namespace, selector)
    .map(({ one }) => one)
    .sort((a, b) => waveOf(a.object) - waveOf(b.object));
}
