import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { readApart, readersOf } from "../engines/readers";
import { waveOf, writtenWave } from "../engines/waves";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { gatewaysNamed, isWaypoint, podTemplates, type WaypointUse, waypointUses } from "../waypoints";

export const wav002: Rule = {
  id: "WAV002",
  state: (set) =>
    waypointUses(set).flatMap((use) => {
      const { object } = use.user;
      // Without a wave of its own, nobody meant the label to come after the waypoint.
      if (object.kind !== "Namespace" || writtenWave(object) === undefined) return [];
      const gateway = gatewaysNamed(set, use).find(isWaypoint);
      // Waves hold inside of one Application.
      if (!gateway || readApart(set, use.user, gateway)) return [];
      return waveOf(object) < waveOf(gateway.object) ? before(set, use, gateway) : pulledUp(set, use, gateway);
    }),
};

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
  // Pods that another Application brings, or people, may come at any time.
  const ours = readersOf(set, gateway);
  const [pods] = inWaves(set, user, gateway).filter((one) => {
    const { object } = one;
    // Where an ApplicationSet takes its folders from clusters, one kustomization builds both.
    const isOneSync = readersOf(set, one).some((by) => ours.includes(by)) || set.together?.(one, gateway) === true;
    if (!isOneSync) return false;
    const isPlaced = writtenWave(object) !== undefined || waveOf(object) < waveOf(user.object);
    return podTemplates[kindOf(object)] !== undefined && isPlaced && waveOf(object) < waveOf(gateway.object);
  });
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
