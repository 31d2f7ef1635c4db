import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { isAbout, letsIn } from "../network-policies";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

/** Where ztunnel takes what comes for pods of an ambient mesh. */
const hbonePort = 15008;

export const net001: Rule = {
  id: "NET001",
  state: (set) => [...objectsOf(set, "networking.k8s.io", "NetworkPolicy").flatMap(otherProtocol), ...closedIn(set)],
};

/** HBONE is TCP: whoever opens its port for something else has meant that. */
function otherProtocol(one: CheckedObject): readonly Finding[] {
  return ["ingress", "egress"].flatMap((list) =>
    listAt(one.object, "spec", list).flatMap((rule, index) =>
      listAt(rule, "ports").flatMap((entry, which) => {
        const protocol = textAt(entry, "protocol") ?? "TCP";
        if (valueAt(entry, "port") !== hbonePort || protocol === "TCP") return [];
        const at = ["spec", list, index, "ports", which, "protocol"];
        const message = `port ${hbonePort} is opened for ${protocol}, and what the mesh sends there is TCP: it stays closed`;
        return [about("NET001", one, { at, severity: "warning", message, hint: "Write protocol: TCP." })];
      }),
    ),
  );
}

function closedIn(set: ManifestSet): readonly Finding[] {
  return directions.flatMap(({ direction, list, ...words }) =>
    [...policiesFor(set, direction)].flatMap(([namespace, policies]) => {
      // Policies add up: one that lets HBONE through is enough, for whichever pods it selects.
      if (policies.some(({ object }) => listAt(object, "spec", list).some((rule) => letsIn(rule, hbonePort))))
        return [];
      return policies.slice(0, 1).map((one) => closed(one, { namespace, count: policies.length, list, ...words }));
    }),
  );
}

const directions = [
  { direction: "Ingress", list: "ingress", way: "in", result: "other workloads of the mesh cannot reach its pods" },
  { direction: "Egress", list: "egress", way: "out", result: "its pods cannot reach other workloads of the mesh" },
] as const;

/** By ambient namespace, the NetworkPolicies that say what comes in, or what goes out. */
function policiesFor(set: ManifestSet, direction: "Ingress" | "Egress"): ReadonlyMap<string, readonly CheckedObject[]> {
  const found = new Map<string, CheckedObject[]>();
  for (const { object } of objectsOf(set, "", "Namespace")) {
    if (labelsOf(object)["istio.io/dataplane-mode"] === "ambient") found.set(object.metadata.name, []);
  }
  for (const one of objectsOf(set, "networking.k8s.io", "NetworkPolicy")) {
    if (isAbout(one, direction)) found.get(one.object.metadata.namespace ?? "")?.push(one);
  }
  return found;
}

interface Closed {
  readonly namespace: string;
  readonly count: number;
  readonly list: string;
  readonly way: string;
  readonly result: string;
}

function closed(one: CheckedObject, { namespace, count, list, way, result }: Closed): Finding {
  const who = count === 1 ? "this NetworkPolicy lets" : `the ${count} NetworkPolicies of the namespace let`;
  return about("NET001", one, {
    at: ["spec"],
    message: `namespace ${namespace} is ambient, and ${who} nothing ${way} on port ${hbonePort}: ${result}`,
    hint: `Add ${list === "ingress" ? "an ingress" : "an egress"} rule for TCP port ${hbonePort}.`,
  });
}
