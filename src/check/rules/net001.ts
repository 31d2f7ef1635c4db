import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../source/object-paths";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

/** Where ztunnel takes what comes for pods of an ambient mesh. */
const hbonePort = 15008;

export const net001: Rule = {
  id: "NET001",
  state: (set) =>
    [...ingressPolicies(set)].flatMap(([namespace, policies]) => {
      // Policies add up: one that lets HBONE in is enough, for whichever pods it selects.
      if (policies.some(({ object }) => listAt(object, "spec", "ingress").some(letsHboneIn))) return [];
      return policies.slice(0, 1).map((one) => closed(one, namespace, policies.length));
    }),
};

/** By ambient namespace, the NetworkPolicies that say what comes in. */
function ingressPolicies(set: ManifestSet): ReadonlyMap<string, readonly CheckedObject[]> {
  const found = new Map<string, CheckedObject[]>();
  for (const { object } of objectsOf(set, "", "Namespace")) {
    if (labelsOf(object)["istio.io/dataplane-mode"] === "ambient") found.set(object.metadata.name, []);
  }
  for (const one of objectsOf(set, "networking.k8s.io", "NetworkPolicy")) {
    if (isAboutIngress(one)) found.get(one.object.metadata.namespace ?? "")?.push(one);
  }
  return found;
}

/** Without policyTypes every policy is one for ingress. */
function isAboutIngress({ object }: CheckedObject): boolean {
  const types = listAt(object, "spec", "policyTypes");
  return types.length === 0 || types.includes("Ingress");
}

function letsHboneIn(rule: unknown): boolean {
  const ports = listAt(rule, "ports");
  return ports.length === 0 || ports.some(holdsHbone);
}

function holdsHbone(entry: unknown): boolean {
  if ((textAt(entry, "protocol") ?? "TCP") !== "TCP") return false;
  const port = valueAt(entry, "port");
  // All ports without one; a name could be any port of the pods.
  if (typeof port !== "number") return true;
  const end = valueAt(entry, "endPort");
  return port <= hbonePort && hbonePort <= (typeof end === "number" ? end : port);
}

function closed(one: CheckedObject, namespace: string, count: number): Finding {
  const who = count === 1 ? "this NetworkPolicy lets" : `the ${count} NetworkPolicies of the namespace let`;
  return about("NET001", one, {
    at: ["spec"],
    message: `namespace ${namespace} is ambient, and ${who} nothing in on port ${hbonePort}: other workloads of the mesh cannot reach its pods`,
    hint: `Add an ingress rule for TCP port ${hbonePort}.`,
  });
}
