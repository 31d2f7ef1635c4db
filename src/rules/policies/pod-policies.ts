import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { matchSelector } from "../selector";
import { gatewaysNamed, isWaypoint } from "../waypoints";
import { servicesBefore, type Workload, workloadsIn, workloadsOf } from "../workloads";
import { hboneOpens, hbonePort } from "./hbone-rules";
import { isAbout } from "./network-policies";

const gatewayName = "gateway.networking.k8s.io/gateway-name";

/** Whether a NetworkPolicy is for pods that speak no HBONE: those of a gateway for what comes from outside, or those that stay out of ambient. */
export function forOutsidersOnly(set: ManifestSet, one: CheckedObject): boolean {
  const { namespace } = one.object.metadata;
  const name = textAt(one.object, "spec", "podSelector", "matchLabels", gatewayName);
  if (name !== undefined) {
    const named = gatewaysNamed(set, { name, namespace });
    return named.length > 0 && !named.some(isWaypoint);
  }
  const chosen = workloadsOf(set).filter((it) => isSelected(one, it));
  return chosen.length > 0 && chosen.every(({ labels }) => labels["istio.io/dataplane-mode"] === "none");
}

/**
 * Pods behind a Service that are shut off although another policy of the namespace opens the port: it is for others. Who serves nobody need
 * not be reached.
 */
export function closedPods(
  set: ManifestSet,
  namespace: string,
  policies: readonly CheckedObject[],
): readonly Finding[] {
  const closed = workloadsIn(set, namespace).filter((it) => {
    const own = policies.filter((one) => isSelected(one, it));
    // What is there to be scraped is asked by who watches the mesh.
    const isServed = servicesBefore(set, it).some(
      ({ object }) => !listAt(object, "spec", "ports").every((port) => /metrics/.test(textAt(port, "name") ?? "")),
    );
    return (
      isServed &&
      it.labels["istio.io/dataplane-mode"] !== "none" &&
      own.length > 0 &&
      !own.some((one) => hboneOpens(one, "ingress"))
    );
  });
  const { names } = inShort(closed.map(({ one }) => one));
  const [worst] = closed;
  const first = worst && policies.find((one) => isSelected(one, worst));
  if (!first) return [];
  return [
    about("NET001", first, {
      at: ["spec", "podSelector"],
      severity: "warning",
      message: `it selects the pods of ${names}, and what opens port ${hbonePort} in namespace ${namespace} is for others: other workloads of the mesh cannot reach them`,
      hint: `Let the NetworkPolicy that opens TCP port ${hbonePort} select them as well: podSelector: {}.`,
    }),
  ];
}

function isSelected({ object }: CheckedObject, { one, labels }: Workload): boolean {
  const isHome = one.object.metadata.namespace === object.metadata.namespace;
  const known = { labels: labels as Record<string, string>, complete: true };
  // Left out, it selects all.
  return isHome && matchSelector(valueAt(object, "spec", "podSelector") ?? {}, known) === "yes";
}

/** What ztunnel gives probes of the kubelet as their source, so that they go past it. */
const probes = "169.254.7.127";

/** An address beside the one that probes come from lets nobody in. */
export function nobodysAddress(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  if (!isAbout(one, "Ingress") || objectsOf(set, "sailoperator.io", "ZTunnel").length === 0) return [];
  return listAt(one.object, "spec", "ingress").flatMap((rule, index) =>
    listAt(rule, "from").flatMap((peer, which) => {
      const block = textAt(peer, "ipBlock", "cidr") ?? "";
      const [address = "", bits] = block.split("/");
      if (!/^169\.254\.7\.\d+$/.test(address) || address === probes || bits !== "32") return [];
      const at = ["spec", "ingress", index, "from", which, "ipBlock", "cidr"];
      const message = `${block} is nobody's: probes of the kubelet reach ambient pods from ${probes}`;
      return [about("NET001", one, { at, severity: "warning", message, fix: [{ at, value: `${probes}/32` }] })];
    }),
  );
}
