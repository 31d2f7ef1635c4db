import { type KubernetesObject, kindOf } from "../objects/kubernetes-object";

/** Kinds with which more goes than the object itself, and what that is. No commit brings it back. */
const more: ReadonlyMap<string, string> = new Map([
  ["/Namespace", "all that is in them"],
  ["/PersistentVolumeClaim", "what is stored there"],
  ["/PersistentVolume", "what is stored there"],
  ["apiextensions.k8s.io/CustomResourceDefinition", "all objects of their kinds"],
]);

type Kind = Pick<KubernetesObject, "apiVersion" | "kind">;

/**
 * Whether an object of the user's own stays in the cluster when it leaves Git, as a Namespace of `spec.namespaces` does: whoever wants it gone deletes it by
 * hand, and sees what goes with it.
 */
export function isLeftToCluster(object: Kind): boolean {
  return more.has(kindOf(object));
}

/** `all that is in them`: what would have gone with such objects, each thing once. */
export function wouldGoAlong(objects: readonly Kind[]): readonly string[] {
  return [...new Set(objects.map((one) => more.get(kindOf(one))))].filter((what) => what !== undefined);
}
