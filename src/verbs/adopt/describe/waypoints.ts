import { isDeepStrictEqual } from "node:util";
import { App, Chart } from "cdk8s";
import { Waypoint } from "../../../constructs/waypoint";
import type { KubernetesObject } from "../../../mesh/mesh";
import { dnsLabel } from "../../../mesh/scalars";
import type { MeshNamespace, MeshSpec } from "../../../mesh/schema";
import { labelsOf } from "../../../rules/objects";
import { withoutDelivery, withoutWrittenDelivery } from "../delivery/annotations";
import { withoutDefaults } from "../input/api-defaults";
import type { Found } from "../input/found";

type MeshWaypoint = MeshSpec["waypoints"][number];

const forLabel = "istio.io/waypoint-for";

/**
 * A Gateway of class `istio-waypoint` as an entry of `spec.waypoints`.
 * @param revision what `istio.io/rev` says on the waypoints of the mesh; undefined where they have no such label
 * @returns undefined when the entry would render another Gateway: then it is carried as it is
 */
export function adoptWaypoint(
  found: Found,
  namespaces: readonly Pick<MeshNamespace, "name" | "waypoint">[],
  revision: string | undefined,
): MeshWaypoint | undefined {
  const { name, namespace } = found.object.metadata;
  const traffic = labelsOf(found.object)[forLabel] ?? "service";
  if (namespace === undefined || !isTraffic(traffic) || !dnsLabel.safeParse(name).success) return undefined;
  const usedBy = namespaces
    .filter((one) => one.waypoint?.name === name && (one.waypoint.namespace ?? one.name) === namespace)
    .map((one) => one.name);
  const props = { name, namespace, for: traffic, usedBy, revision };
  const rendered = new Waypoint(
    new Chart(new App(), "adopt"),
    "waypoint",
    props,
  ).toJson() as unknown as KubernetesObject;
  // What the engines are told of it is written anew, as for Istio, and the comparison tells what changes.
  const input = withoutDefaults(withForLabel(withoutWrittenDelivery(found.object, rendered)));
  return isDeepStrictEqual(input, withoutDelivery(rendered, input)) ? { name, namespace, for: traffic } : undefined;
}

function isTraffic(word: string): word is MeshWaypoint["for"] {
  return ["service", "workload", "all", "none"].includes(word);
}

/** Without the label istiod takes a waypoint as one for services. */
export function withForLabel(gateway: KubernetesObject): KubernetesObject {
  const labels = { [forLabel]: "service", ...labelsOf(gateway) };
  return { ...gateway, metadata: { ...gateway.metadata, labels } };
}
