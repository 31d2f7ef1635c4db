import { valuesAt } from "../ledger/paths";
import type { Subject } from "../ledger/subject";
import { platformCrds } from "../platform/gateway-api";
import { kubernetesOf } from "../platform/windows";
import { managedGateways, restartedGateways } from "./gateways";
import { strategyOf } from "./istiod";
import type { Mesh } from "./mesh";
import { waypointGateway } from "./waypoint-gateway";

/** A mesh as rows of the ledger ask about it. */
export function subjectOf(mesh: Mesh): Subject {
  const carried = mesh.carried.map(({ object }) => object);
  const managed = managedGateways(mesh);
  return {
    distribution: mesh.distribution,
    dataPlane: mesh.dataPlane,
    strategy: strategyOf(mesh),
    values: { Istio: mesh.controlPlane.values, IstioCNI: mesh.cni?.values ?? {}, ZTunnel: mesh.ztunnel?.values ?? {} },
    objects: [...carried, ...mesh.waypoints.map((one) => waypointGateway(one))],
    labels: mesh.namespaces.map(({ labels }) => labels),
    tags: mesh.revisionTags.map(({ name }) => name),
    istiods: istiods(mesh),
    gateways: {
      waypoints: managed.some(({ kind }) => kind === "waypoint"),
      managed: managed.length > 0,
      injected: restartedGateways(mesh).some(({ kind }) => kind === "injected"),
    },
    ...(mesh.platform && { platform: platformFacts(mesh.platform) }),
  };
}

function platformFacts(platform: NonNullable<Mesh["platform"]>): NonNullable<Subject["platform"]> {
  const kubernetes = kubernetesOf(platform);
  const gatewayApi = platformCrds(platform)?.bundle;
  return { kind: platform.kind, ...(kubernetes && { kubernetes }), ...(gatewayApi && { gatewayApi }) };
}

/** At least: the autoscaler's minimum, or the fixed number where there is no autoscaler; one when nothing says otherwise. */
function istiods({ controlPlane: { highAvailability, values } }: Mesh): number {
  if (highAvailability) return highAvailability.minReplicas;
  const [autoscaled] = valuesAt(values, "pilot.autoscaleEnabled");
  const [count] = valuesAt(values, autoscaled === false ? "pilot.replicaCount" : "pilot.autoscaleMin");
  return typeof count === "number" ? count : 1;
}
