import type { Finding } from "../../findings/finding";
import { listAt } from "../../source/object-paths";
import { isAbout, letsIn } from "../network-policies";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

/** Where ztunnel takes what comes for pods of an ambient mesh. */
const hbonePort = 15008;

export const net001: Rule = {
  id: "NET001",
  state: (set) =>
    [...ingressPolicies(set)].flatMap(([namespace, policies]) => {
      // Policies add up: one that lets HBONE in is enough, for whichever pods it selects.
      if (policies.some(({ object }) => listAt(object, "spec", "ingress").some((rule) => letsIn(rule, hbonePort))))
        return [];
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
    if (isAbout(one, "Ingress")) found.get(one.object.metadata.namespace ?? "")?.push(one);
  }
  return found;
}

function closed(one: CheckedObject, namespace: string, count: number): Finding {
  const who = count === 1 ? "this NetworkPolicy lets" : `the ${count} NetworkPolicies of the namespace let`;
  return about("NET001", one, {
    at: ["spec"],
    message: `namespace ${namespace} is ambient, and ${who} nothing in on port ${hbonePort}: other workloads of the mesh cannot reach its pods`,
    hint: `Add an ingress rule for TCP port ${hbonePort}.`,
  });
}
