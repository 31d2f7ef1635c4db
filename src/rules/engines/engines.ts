import { oncePer } from "../../basics/once-per";
import { apiGroup } from "../../objects/kubernetes-object";
import { annotationsOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";

/** The engines that a tree speaks to: by its Applications and Kustomizations, and by the annotations of its objects. */
export interface SpokenTo {
  readonly argocd: boolean;
  readonly flux: boolean;
}

export const enginesOf = oncePer(({ objects, beside = [] }: ManifestSet): SpokenTo => {
  const speaks = (pattern: RegExp) =>
    [...objects, ...beside].some((one) => wordsOf(one).some((word) => pattern.test(word)));
  return { argocd: speaks(/^(argocd\.)?argoproj\.io$/), flux: speaks(/\.fluxcd\.io$/) };
});

/** The one engine that a tree speaks to. Undefined when it speaks to both or to none: then either may apply it. */
export function engineOfTree(set: ManifestSet): "argocd" | "flux" | undefined {
  const { argocd, flux } = enginesOf(set);
  if (argocd === flux) return undefined;
  return argocd ? "argocd" : "flux";
}

function wordsOf({ object }: CheckedObject): readonly string[] {
  return [apiGroup(object), ...Object.keys(annotationsOf(object)).map((key) => key.split("/")[0] ?? "")];
}
