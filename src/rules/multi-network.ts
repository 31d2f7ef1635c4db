import type { Finding } from "../findings/finding";
import { textAt, valueAt } from "../objects/object-paths";
import { labelsOf, objectsOf, sailObjects } from "./objects";
import { about, type CheckedObject, type ManifestSet } from "./rule";
import { gatewayClass } from "./waypoints";

const label = "topology.istio.io/network";
const eastWest = "istio-east-west";

/** What the way between networks asks of the gateway and of istiod, where one control plane is here (ZTN006). */
export function eastWestFindings(set: ManifestSet, istio: CheckedObject): readonly Finding[] {
  const gateways = objectsOf(set, "gateway.networking.k8s.io", "Gateway");
  return [...otherNetwork(gateways, istio), ...turnedOff(set, gateways, istio)];
}

/** A gateway that istiod deploys stands in the network of its cluster; one of class istio-remote tells of another cluster. */
function otherNetwork(gateways: readonly CheckedObject[], istio: CheckedObject): readonly Finding[] {
  const network = textAt(istio.object, "spec", "values", "global", "network");
  if (network === undefined || network === "" || isOpen(network)) return [];
  return gateways.flatMap((gateway) => {
    const own = labelsOf(gateway.object)[label];
    if (![eastWest, "istio"].includes(gatewayClass(gateway)) || !own || own === network || isOpen(own)) return [];
    const at = ["metadata", "labels", label];
    return [
      about("ZTN006", gateway, {
        at,
        severity: "warning",
        message: `it says network ${own}, and spec.values.global.network of Istio/${istio.object.metadata.name} is ${network}: istiod takes it for the way into ${own}, and other clusters find none into ${network}`,
        fix: [{ at, value: network }],
      }),
    ];
  });
}

/** Without its switch istiod reads nothing of other networks for ztunnel, whatever gateways and secrets are there; so it is up to 1.30. */
function turnedOff(set: ManifestSet, gateways: readonly CheckedObject[], istio: CheckedObject): readonly Finding[] {
  const gateway = gateways.find((one) => gatewayClass(one) === eastWest);
  const at = ["spec", "values", "pilot", "env", "AMBIENT_ENABLE_MULTI_NETWORK"];
  const value = valueAt(istio.object, ...at);
  const said = value === undefined ? undefined : String(value);
  const isOn = said !== undefined && (isOpen(said) || /^(true|t|1)$/i.test(said));
  if (!gateway || sailObjects(set, ["ZTunnel"]).length === 0 || isOn) return [];
  if (set.writes?.(istio, "values") || set.writes?.(istio, "AMBIENT_ENABLE_MULTI_NETWORK")) return [];
  return [
    about("ZTN006", istio, {
      at: said === undefined ? at.slice(0, -1) : at,
      severity: "warning",
      message: `AMBIENT_ENABLE_MULTI_NETWORK is ${said ?? "not set"} beside Gateway ${gateway.object.metadata.name} of class ${eastWest}: istiod then leads nobody in ambient mode through it, and gives ztunnel nothing of other networks`,
      hint: 'Set it to "true" under spec.values.pilot.env.',
    }),
  ];
}

/** A variable that whoever applies the manifest fills in. */
function isOpen(text: string): boolean {
  return /[{}$<]/.test(text);
}
