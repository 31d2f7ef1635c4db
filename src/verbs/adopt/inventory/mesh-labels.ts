import { annotationsOf, labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";

/** Whether a label of a Namespace is about the mesh. */
export function isMeshLabel(key: string): boolean {
  return key === "istio-injection" || /^([^/]*\.)?istio\.io\//.test(key);
}

/** Whether a Namespace has anything to do with the mesh. */
export function hasMeshLabels({ object }: Found): boolean {
  return Object.keys(labelsOf(object)).some(isMeshLabel);
}

/** Whether a manifest is merged into a Namespace that somebody else writes: what meshstep makes of a shared one. */
export function isMerged({ object, live }: Found): boolean {
  return !live && annotationsOf(object)["kustomize.toolkit.fluxcd.io/ssa"] === "Merge";
}
