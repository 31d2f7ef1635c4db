import { valueAt } from "../objects/object-paths";
import { objectsOf } from "./objects";
import type { ManifestSet } from "./rule";
import { selects, type Workload } from "./workloads";

/** Whether injection makes a gateway of a workload's pods. */
export function isInjectedGateway({ annotations }: Workload): boolean {
  return annotations["inject.istio.io/templates"] === "gateway";
}

/** Whether an Istio Gateway opens ports at pods with these labels, in whatever namespace it stands. */
export function isOpened(set: ManifestSet, labels: Workload["labels"]): boolean {
  return objectsOf(set, "networking.istio.io", "Gateway").some(({ object }) => {
    const selector = valueAt(object, "spec", "selector");
    return Object.keys(Object(selector)).length > 0 && selects(selector, labels);
  });
}

/** Whether pods open what an Istio Gateway says: by injection, or because one selects them. */
export function isGatewayPod(set: ManifestSet, workload: Workload): boolean {
  return isInjectedGateway(workload) || isOpened(set, workload.labels);
}
