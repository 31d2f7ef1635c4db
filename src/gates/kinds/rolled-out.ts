import type { KubernetesObject } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import type { Verdict } from "../kind";
import { count } from "./fields";

/** Whether the present template has reached every pod. */
export function rolledOut(object: KubernetesObject): Verdict {
  const behind = notObserved(object);
  if (behind) return behind;
  if (object.kind === "DaemonSet") {
    const [updated, wanted] = [count(object, "status", "updatedNumberScheduled"), nodes(object)];
    if (updated < wanted) return `${updated} of ${wanted} pods are updated`;
    return allAvailable(object) || `${count(object, "status", "numberAvailable")} of ${wanted} pods are available`;
  }
  const wanted = Number(valueAt(object, "spec", "replicas") ?? 1);
  const [updated, total] = [count(object, "status", "updatedReplicas"), count(object, "status", "replicas")];
  if (updated < wanted) return `${updated} of ${wanted} replicas are updated`;
  if (total > updated) return `${total - updated} old replicas are still there`;
  const available = count(object, "status", "availableReplicas");
  return available >= updated || `${available} of ${updated} replicas are available`;
}

export function notObserved(object: KubernetesObject): string | undefined {
  const generation = count(object, "metadata", "generation");
  const observed = count(object, "status", "observedGeneration");
  return observed < generation ? `its controller has seen generation ${observed} of ${generation}` : undefined;
}

export function nodes(object: KubernetesObject): number {
  return count(object, "status", "desiredNumberScheduled");
}

export function allAvailable(object: KubernetesObject): boolean {
  return count(object, "status", "numberAvailable") >= nodes(object);
}
