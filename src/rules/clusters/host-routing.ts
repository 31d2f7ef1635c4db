import { objectId } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { isAmbientMesh } from "../ambient";
import { objectsOf } from "../objects";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";

const at = ["spec", "defaultNetwork", "ovnKubernetesConfig", "gatewayConfig", "routingViaHost"];

/**
 * OpenShift's OVN-Kubernetes in an ambient mesh: the probes of kubelet reach pods behind ztunnel only where the host routes them (Red Hat's documents; not seen
 * in a cluster of ours).
 */
export function routingPastHost(
  set: ManifestSet,
): readonly { readonly one: CheckedObject; readonly details: AboutDetails }[] {
  if (!isAmbientMesh(set)) return [];
  return objectsOf(set, "operator.openshift.io", "Network").flatMap((one) => {
    const value = valueAt(one.object, ...at);
    const isOvn = textAt(one.object, "spec", "defaultNetwork", "type") === "OVNKubernetes";
    if (value === true || (value === undefined && !isOvn)) return [];
    const details = {
      at,
      ...(value === undefined && { severity: "warning" as const }),
      message: `${objectId(one.object)} does not route by the host (routingViaHost): the probes of pods in ambient namespaces fail, and they never become ready`,
      hint: "Write routingViaHost: true under spec.defaultNetwork.ovnKubernetesConfig.gatewayConfig, before namespaces join.",
    };
    return [{ one, details }];
  });
}
