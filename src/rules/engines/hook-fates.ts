import type { KubernetesObject } from "../../mesh/mesh";
import { lossOf, protectedKind } from "../../mesh/protected-kinds";
import { annotationsOf } from "../objects";

/** The annotations that make a hook of an object, the moments that come with every sync or upgrade, and where its end is said. */
const hooks: Readonly<Record<string, { readonly often: RegExp; readonly every: string; readonly policy: string }>> = {
  "argocd.argoproj.io/hook": {
    often: /^(PreSync|Sync|PostSync)$/,
    every: "sync",
    policy: "argocd.argoproj.io/hook-delete-policy",
  },
  "helm.sh/hook": { often: /^(pre|post)-(install|upgrade)$/, every: "upgrade", policy: "helm.sh/hook-delete-policy" },
};

/** The annotations by which an object is a hook; Argo CD passes one over that it shall skip. */
export function hookKeys(object: KubernetesObject): readonly string[] {
  const annotations = annotationsOf(object);
  return Object.keys(hooks).filter((key) => key in annotations && annotations[key] !== "Skip");
}

/** What becomes of a part of the mesh that is a hook. Unless a policy says otherwise, the hook of the last time is deleted first. */
export function hookFate(object: KubernetesObject, key: string): string {
  const [hook, row] = [hooks[key], protectedKind(object)];
  const beside = "it is applied beside the sync and tracked by nobody";
  if (!hook || !row || !wordsAt(object, key).some((word) => hook.often.test(word))) return beside;
  const policies = wordsAt(object, hook.policy).map((word) => word.replaceAll("-", "").toLowerCase());
  const known = policies.filter((word) => ["beforehookcreation", "hooksucceeded", "hookfailed"].includes(word));
  if (known.length === 0 || known.includes("beforehookcreation"))
    return `every ${hook.every} deletes it before it applies it anew: ${lossOf(object, row)}`;
  return known.includes("hooksucceeded")
    ? `every ${hook.every} deletes it again once it is applied: ${lossOf(object, row)}`
    : beside;
}

function wordsAt(object: KubernetesObject, key: string): readonly string[] {
  return (annotationsOf(object)[key] ?? "").split(",").map((word) => word.trim());
}
