import { objectId } from "../../mesh/mesh";
import { about, type Rule } from "../rule";
import { waveOf, writtenWave } from "../waves";
import { gatewaysNamed, isWaypoint, waypointUses } from "../waypoints";

export const wav002: Rule = {
  id: "WAV002",
  state: (set) =>
    waypointUses(set).flatMap((use) => {
      const { user, at } = use;
      const { object } = user;
      // Without a wave of its own, nobody meant the label to come after the waypoint.
      if (object.kind !== "Namespace" || writtenWave(object) === undefined) return [];
      const gateway = gatewaysNamed(set, use).find(isWaypoint);
      if (!gateway || waveOf(object) < waveOf(gateway.object)) return [];
      const pulling = set.objects
        .filter((one) => one.object.metadata.namespace === object.metadata.name)
        .filter((one) => waveOf(one.object) <= waveOf(gateway.object) && waveOf(one.object) < waveOf(object))
        .sort((a, b) => waveOf(a.object) - waveOf(b.object));
      const [first] = pulling;
      if (!first) return [];
      return [
        about("WAV002", user, {
          at,
          message: `its wave ${waveOf(object)} does not hold: Argo CD applies a Namespace before everything in it, here with ${objectId(first.object)} in wave ${waveOf(first.object)}, so the label is in force before waypoint ${gateway.object.metadata.name} is there`,
          hint: "Put the label into a delivery of its own, which is synced once the waypoint is programmed.",
        }),
      ];
    }),
};
