import { firstFew } from "../../../../basics/first-few";
import { type KubernetesObject, objectId } from "../../../../objects/kubernetes-object";
import { readHook } from "../../../../order/argocd/hooks";
import { annotation } from "../../../../order/entry";
import type { ManifestDocument } from "../../../../source/manifests";

/** Who builds a chart: Argo CD takes Helm's hooks for its own where it knows their moments, and keeps none of the others. */
export type BuiltBy = "argocd" | "helm";

/**
 * What a chart holds for a moment alone: tests, and Jobs and others that are gone when they have ended. Helm has none of these in its release, and a live folder
 * would run them once more.
 */
export function passingHooks() {
  const left: string[] = [];
  return {
    /** @param builtBy who built what stands in a file; undefined for what no chart became */
    *without(
      documents: Iterable<ManifestDocument>,
      builtBy: (file: string) => BuiltBy | undefined,
    ): Generator<ManifestDocument> {
      for (const one of documents) {
        const hook = annotation(one.object, "helm.sh/hook");
        const by = hook === undefined ? undefined : builtBy(one.file);
        if (hook !== undefined && by !== undefined && isPassing(one.object, hook, by))
          left.push(`${objectId(one.object)} (${hook})`);
        else yield one;
      }
    },
    notes: (): readonly string[] =>
      left.length > 0
        ? [
            `left out, as Helm runs ${left.length > 1 ? "them" : "it"} at a moment and keeps nothing of it: ${firstFew(left)}`,
          ]
        : [],
  };
}

function isPassing(object: KubernetesObject, hook: string, by: BuiltBy): boolean {
  if (by === "argocd") return readHook(object).never !== undefined;
  const moments = hook.split(",").map((one) => one.trim());
  const isTest = moments.every((one) => one.startsWith("test"));
  const isGone = /\bhook-succeeded\b/.test(annotation(object, "helm.sh/hook-delete-policy") ?? "");
  return isTest || isGone || ["Job", "Pod"].includes(object.kind);
}
