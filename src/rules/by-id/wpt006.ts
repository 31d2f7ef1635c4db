import type { Finding } from "../../findings/finding";
import { lostBy, takesKey } from "../../mesh/waypoint-uses";
import { pairs } from "../changed";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type Rule, type Step } from "../rule";
import { isWaypoint } from "../waypoints";

const useLabel = "istio.io/use-waypoint";

export const wpt006: Rule = {
  id: "WPT006",
  // What phases of ours do with waypoints is planned.
  step: (step) => (step.kind === undefined ? [...leaves(step), ...narrowed(step)] : []),
};

/** Namespaces and Services whose traffic went through a waypoint and now goes past it. */
function leaves(step: Step): readonly Finding[] {
  return ["Namespace", "Service"].flatMap((kind) =>
    pairs(step, (set) => objectsOf(set, "", kind)).flatMap(({ before, after }) => {
      const [from, to] = [before, after].map(used);
      if (from === undefined || to !== undefined) return [];
      return [
        about("WPT006", after, {
          at: ["metadata", "labels"],
          message: `${kind} ${after.object.metadata.name} leaves waypoint ${from}: its L7 policies and routes are no longer enforced`,
        }),
      ];
    }),
  );
}

function used({ object }: CheckedObject): string | undefined {
  const name = labelsOf(object)[useLabel];
  return name === "none" ? undefined : name;
}

/** Waypoints that stop taking what goes to Services, or to workloads. */
function narrowed(step: Step): readonly Finding[] {
  const waypoints = (set: Step["after"]) => objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter(isWaypoint);
  return pairs(step, waypoints).flatMap(({ before, after }) => {
    const lost = lostBy(traffic(before), traffic(after));
    if (lost.length === 0) return [];
    return [
      about("WPT006", after, {
        at: ["metadata", "labels", takesKey],
        message: `the waypoint stops taking traffic to ${lost.join(" and to ")}: it goes past L7 policies and routes`,
      }),
    ];
  });
}

/** What a waypoint takes: Services, unless the label says otherwise. */
function traffic({ object }: CheckedObject): string {
  return labelsOf(object)[takesKey] ?? "service";
}
