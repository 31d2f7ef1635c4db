import type { Finding } from "../../findings/finding";
import { valueAt } from "../../objects/object-paths";
import { isGatewayPod } from "../gateway-pods";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { portsOf, selectedIn } from "../workloads";

const network = "topology.istio.io/network";
const portLabel = "networking.istio.io/gatewayPort";

/** Where other clusters look for a gateway between networks, unless a label of its Service says another port. */
const standard = "15443";

/** Services by which other networks come in, and that do not have the port that these call (ZTN006). */
export function closedGatewayPorts(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, "", "Service").flatMap((one) => {
    const { [network]: name, [portLabel]: said = standard } = labelsOf(one.object);
    const ports = portsOf(one).map(({ port }) => String(port));
    if (!name || ports.length === 0 || ports.includes(said) || !isGateway(set, one)) return [];
    const message = `label ${network} makes it a gateway of network ${name}, and it has no port ${said}: other clusters call that, and get no answer`;
    const hint = `Add port ${said}, or say in label ${portLabel} which of ${ports.join(", ")} it is.`;
    return [about("ZTN006", one, { at: ["spec", "ports"], severity: "warning", message, hint })];
  });
}

function isGateway(set: ManifestSet, { object }: CheckedObject): boolean {
  const selector = valueAt(object, "spec", "selector");
  if (Object.keys(Object(selector)).length === 0) return false;
  return selectedIn(set, object.metadata.namespace, selector).some((pods) => isGatewayPod(set, pods));
}
