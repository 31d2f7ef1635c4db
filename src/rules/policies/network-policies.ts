import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { namespaceLabels } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { matchSelector } from "../selector";

/** Whether a NetworkPolicy restricts what comes in, or what goes out. Without policyTypes every policy is one for ingress, and one for egress where it has such rules. */
export function isAbout({ object }: CheckedObject, direction: "Ingress" | "Egress"): boolean {
  const types = listAt(object, "spec", "policyTypes");
  if (types.length > 0) return types.includes(direction);
  return direction === "Ingress" || valueAt(object, "spec", "egress") !== undefined;
}

/** Whether a rule opens a TCP port, for whomever. */
export function letsIn(rule: unknown, wanted: number): boolean {
  const ports = listAt(rule, "ports");
  return ports.length === 0 || ports.some((entry) => holds(entry, wanted));
}

/**
 * Whether the other side of a rule can be workloads of the mesh at all. Addresses that no pod has (link-local, such as the one that probes
 * of the kubelet come from, and loopback) and what only looks after the cluster cannot; everything else may.
 */
export function mayBeMesh(peers: readonly unknown[]): boolean {
  return peers.length === 0 || peers.some((peer) => !isNoPod(peer) && !isObserver(peer));
}

function isNoPod(peer: unknown): boolean {
  return /^(169\.254\.|127\.|fe[89ab][0-9a-f]:|::1\/)/i.test(textAt(peer, "ipBlock", "cidr") ?? "");
}

/** Namespaces that platforms monitor from, or keep for themselves: nothing there is in a mesh. */
const observers = /^(openshift-(user-workload-)?monitoring|kube-(system|public|node-lease))$/;

function isObserver(peer: unknown): boolean {
  const name = textAt(peer, "namespaceSelector", "matchLabels", "kubernetes.io/metadata.name");
  return name !== undefined && observers.test(name);
}

/**
 * Whether the other side of a rule can be pods of a namespace. What hangs on labels that are not shown, and addresses, are taken for a yes.
 * @param home the namespace of the policy, which peers of pods alone are in
 */
export function reaches(set: ManifestSet, peers: readonly unknown[], namespace: string, home: string): boolean {
  return (
    peers.length === 0 ||
    peers.some((peer) => {
      if (valueAt(peer, "ipBlock") !== undefined) return true;
      const selector = valueAt(peer, "namespaceSelector");
      if (selector === undefined) return namespace === home;
      return matchSelector(selector, namespaceLabels(set, namespace)) !== "no";
    })
  );
}

function holds(entry: unknown, wanted: number): boolean {
  if ((textAt(entry, "protocol") ?? "TCP") !== "TCP") return false;
  const port = valueAt(entry, "port");
  // All ports without one; a name could be any port of the pods.
  if (typeof port !== "number") return true;
  const end = valueAt(entry, "endPort");
  return port <= wanted && wanted <= (typeof end === "number" ? end : port);
}
