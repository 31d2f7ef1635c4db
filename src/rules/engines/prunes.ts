import { kindOf } from "../../objects/kubernetes-object";
import { valueAt } from "../../objects/object-paths";
import type { CheckedObject } from "../rule";
import { applicationSpec } from "./application-sources";

/** Whether an Application, an ApplicationSet's or a Kustomization deletes by itself what it no longer reads. */
export function prunesByItself({ object }: CheckedObject): boolean {
  if (kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization")
    return valueAt(object, "spec", "prune") === true && valueAt(object, "spec", "suspend") !== true;
  const spec = applicationSpec(object);
  const automated = spec && valueAt(object, ...spec, "syncPolicy", "automated");
  return valueAt(automated, "prune") === true && valueAt(automated, "enabled") !== false;
}
