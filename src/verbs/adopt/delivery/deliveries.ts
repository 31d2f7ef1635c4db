import type { KubernetesObject } from "../../../mesh/mesh";
import { apiGroup, kindOf } from "../../../objects/kubernetes-object";

const argo: ReadonlySet<string> = new Set(
  ["Application", "ApplicationSet", "AppProject"].map((kind) => `argoproj.io/${kind}`),
);

/**
 * Whether an object says what Argo CD or Flux apply, and from where. It is no part of a mesh: a snapshot with it would apply, beside the live folder, the
 * files that were read and the operator release that they name.
 */
export function isOfDelivery(object: KubernetesObject): boolean {
  return argo.has(kindOf(object)) || apiGroup(object).endsWith(".toolkit.fluxcd.io");
}
