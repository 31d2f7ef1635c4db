import type { Mesh } from "../../mesh/mesh";
import { carriedWaypoint, lostBy, takesKey, waypointsIn } from "../../mesh/waypoint-uses";
import { waypointIdentity } from "./carried";
import { type Between, type ChangeStep, changeLine } from "./step";
import { withTakes } from "./traffic-moves";

/*
 * What traffic the waypoints that are there take. One takes more before anything is sent to it, and less when nothing is any more.
 */

export function takeMoreStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  return takeStep(now, after, (was, is) => lostBy(was, is).length === 0, {
    name: "waypoints-take-more",
    why: "What holds for this traffic is at the waypoints since the phase before.",
    disruption:
      "These waypoints take more traffic than before from here on, without a restart of pods: what is attached to them holds for it.",
  });
}

export function takeLessStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  return takeStep(now, after, () => true, {
    name: "waypoints-take-less",
    why: "What a waypoint does not take any more goes past it, and past all that is attached to it: a commit of its own.",
    disruption:
      "Traffic of the kinds that these waypoints do not take any more goes past them from here on, without a restart of pods: no policy or route at them holds for it.",
  });
}

function takeStep(
  now: Mesh,
  after: Mesh,
  isWanted: (was: string, is: string) => boolean,
  words: Pick<ChangeStep, "name" | "why" | "disruption">,
): ChangeStep | undefined {
  const wanted = waypointsIn(after);
  const moves = waypointsIn(now).flatMap((was) => {
    const is = wanted.find((one) => one.namespace === was.namespace && one.name === was.name);
    return is && is.for !== was.for && isWanted(was.for, is.for) ? [{ was, is }] : [];
  });
  if (moves.length === 0) return undefined;
  const takes = new Map(moves.map(({ is }) => [waypointIdentity(is), is.for]));
  return {
    ...words,
    title: `What waypoints take: ${moves.map(({ is }) => `${is.namespace}/${is.name}`).join(", ")}`,
    changes: moves.map(({ was, is }) =>
      changeLine(`Gateway/${is.namespace}/${is.name}`, `metadata.labels["${takesKey}"]`, was.for, is.for),
    ),
    mesh: {
      ...now,
      waypoints: now.waypoints.map((one) => ({
        ...one,
        for: (takes.get(waypointIdentity(one)) ?? one.for) as typeof one.for,
      })),
      carried: now.carried.map((one) => {
        const own = carriedWaypoint(one.object);
        const is = own && takes.get(waypointIdentity(own));
        return is === undefined ? one : { ...one, object: withTakes(one.object, is) };
      }),
    },
  };
}
