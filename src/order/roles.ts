import { apiGroup } from "../objects/kubernetes-object";
import { groupKind, isNamespace, layerOf, type OrderEntry } from "./entry";
import type { Placed } from "./result";

/** The ends of a snapshot that gate Jobs guard. */
export type GateEnd = "opening" | "closing";

/** The end of the snapshot that a Job of ours guards; undefined for all other objects. */
export function gateEnd(entry: OrderEntry): GateEnd | undefined {
  if (groupKind(entry.object) !== "batch/Job") return undefined;
  const layer = layerOf(entry) ?? "";
  if (/^\d+-precheck$/.test(layer)) return "opening";
  return /^\d+-(verify|requests)$/.test(layer) ? "closing" : undefined;
}

/** Whether an object is there for the gates: their rights, their account. */
export function servesGates(entry: OrderEntry): boolean {
  return /^\d+-(precheck|verify|requests)$/.test(layerOf(entry) ?? "") && !isMarker(entry);
}

/** The ConfigMap that names the phase. */
export function isMarker({ object }: OrderEntry): boolean {
  return groupKind(object) === "ConfigMap" && object.metadata.name.startsWith("meshstep-");
}

/** A Namespace whose labels say nothing to the mesh: it has to be there, and is nothing to hold back. */
export function isPlainNamespace({ object }: OrderEntry): boolean {
  return isNamespace(object) && !Object.keys(object.metadata.labels ?? {}).some(isMeshLabel);
}

/** Labels that decide how the mesh treats a namespace, the usual ones for discovery among them. */
export function isMeshLabel(key: string): boolean {
  return /^istio-/.test(key) || /^([^/]*\.)?istio\.io\//.test(key);
}

/** Whether traffic of the mesh can depend on an object: Istio's and Sail's own, Gateways and their routes, Namespaces, workloads. */
export function touchesMesh({ object }: OrderEntry): boolean {
  const group = apiGroup(object);
  return (
    /(^|\.)istio\.io$/.test(group) ||
    ["sailoperator.io", "gateway.networking.k8s.io", "apps"].includes(group) ||
    ["Service", "Pod"].includes(groupKind(object)) ||
    isNamespace(object)
  );
}

/** Whether the engine really stops at it: a Job or a hook that has to be complete. */
export function isGate({ entry, awaited }: Placed): boolean {
  return groupKind(entry.object) === "batch/Job" && awaited.until === "complete";
}
