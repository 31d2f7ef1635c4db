import type { Finding } from "../../findings/finding";
import { lostBy, takesKey } from "../../mesh/waypoint-uses";
import { pairs } from "../changed";
import { memberOf } from "../membership";
import { labelsOf, namespaceLabels, objectsOf } from "../objects";
import { leftByIngress } from "../policies/past-ingress";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { isWaypoint } from "../waypoints";

const useLabel = "istio.io/use-waypoint";

export const wpt006: Rule = {
  id: "WPT006",
  // What phases of ours do with waypoints is planned.
  step: (step) => (step.kind === undefined ? [...leaves(step), ...narrowed(step), ...leftByIngress(step)] : []),
};

/** Namespaces and Services whose traffic went through a waypoint and now goes past it. */
function leaves(step: Step): readonly Finding[] {
  return ["Namespace", "Service"].flatMap((kind) =>
    pairs(step, (set) => objectsOf(set, "", kind)).flatMap(({ before, after }) => {
      // What a Service takes over from its namespace is said of that.
      if (ownLabel(before) === ownLabel(after)) return [];
      const [from, to] = [used(step.before, before), used(step.after, after)];
      if (from === undefined || to !== undefined || goesToSidecars(step.after, after)) return [];
      return [
        about("WPT006", after, {
          at: ["metadata", "labels"],
          message: `${kind} ${after.object.metadata.name} leaves waypoint ${from}: its L7 policies and routes are no longer enforced`,
        }),
      ];
    }),
  );
}

/** Sidecars enforce what selects pods, and routes of Services; what only a waypoint would, POL002 names. */
function goesToSidecars(set: ManifestSet, { object: { kind, metadata } }: CheckedObject): boolean {
  const { labels } = namespaceLabels(set, (kind === "Namespace" ? metadata.name : metadata.namespace) ?? "");
  return memberOf(labels) === "sidecars";
}

/** The waypoint of an object: a Service without a label has that of its namespace, and a namespace all of whose Services name one loses none. */
function used(set: ManifestSet, one: CheckedObject): string | undefined {
  const { name, namespace } = one.object.metadata;
  const own = ownLabel(one);
  if (own !== undefined) return named(own);
  if (one.object.kind === "Service") return named(namespaceLabels(set, namespace ?? "").labels[useLabel]);
  const services = objectsOf(set, "", "Service").filter(({ object }) => object.metadata.namespace === name);
  const ofServices = services.map((service) => named(ownLabel(service)));
  return ofServices.includes(undefined) ? undefined : ofServices[0];
}

function ownLabel({ object }: CheckedObject): string | undefined {
  return labelsOf(object)[useLabel];
}

function named(label: string | undefined): string | undefined {
  return label === "none" ? undefined : label;
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
