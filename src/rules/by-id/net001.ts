import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { labelsOf, objectsOf } from "../objects";
import { hboneOpens, hbonePort } from "../policies/hbone-rules";
import { isAbout } from "../policies/network-policies";
import { ownNamespaceOnly } from "../policies/own-namespace-only";
import { closedPods, forOutsidersOnly, nobodysAddress } from "../policies/pod-policies";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const net001: Rule = {
  id: "NET001",
  state: (set) => [
    ...objectsOf(set, "networking.k8s.io", "NetworkPolicy").flatMap((one) => [
      ...otherProtocol(one),
      ...nobodysAddress(set, one),
    ]),
    ...closedIn(set),
  ],
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
      if (policies.some((one) => hboneOpens(one, list)))
        return list === "ingress"
          ? [...closedPods(set, namespace, policies), ...ownNamespaceOnly(set, namespace, policies)]
          : [];
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
    if (isAbout(one, direction) && !forOutsidersOnly(set, one))
      found.get(one.object.metadata.namespace ?? "")?.push(one);
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
