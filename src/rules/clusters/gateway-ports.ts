import type { Finding } from "../../findings/finding";
import { valueAt } from "../../objects/object-paths";
import { isGatewayPod } from "../gateway-pods";
import { labelsOf, objectsOf } from "../objects";
import { about, type ManifestSet } from "../rule";
import { portsOf, selects, workloadsOf } from "../workloads";

const network = "topology.istio.io/network";
const portLabel = "networking.istio.io/gatewayPort";

/** Where other clusters look for a gateway between networks, unless a label of its Service says another port. */
const standard = "15443";

/** Services by which other networks come in, and that do not have the port that these call (ZTN006). */
export function closedGatewayPorts(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, "", "Service").flatMap((one) => {
    const { [network]: name, [portLabel]: said = standard } = labelsOf(one.object);
    const selector = valueAt(one.object, "spec", "selector");
    const ports = portsOf(one).map(({ port }) => String(port));
    const isGateway = workloadsOf(set).some(
      (pods) =>
        pods.one.object.metadata.namespace === one.object.metadata.namespace &&
        selects(selector, pods.labels) &&
        isGatewayPod(set, pods),
    );
    if (!name || Object.keys(Object(selector)).length === 0 || !isGateway || ports.length === 0 || ports.includes(said))
      return [];
    const message = `label ${network} makes it a gateway of network ${name}, and it has no port ${said}: other clusters call that, and get no answer`;
    const hint = `Add port ${said}, or say in label ${portLabel} which of ${ports.join(", ")} it is.`;
    return [about("ZTN006", one, { at: ["spec", "ports"], severity: "warning", message, hint })];
  });
}
