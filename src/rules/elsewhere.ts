import { inNamespaces } from "./objects";
import type { ManifestSet } from "./rule";

/**
 * Whether an object that is not seen in a namespace may be there all the same: it is among the manifests and leaves its namespace to
 * whoever applies it, or it comes with what a kustomization fetches from elsewhere.
 */
export function mayBeThere(
  set: ManifestSet,
  { group, kind, namespace, name }: Readonly<Record<"group" | "kind" | "namespace" | "name", string>>,
): boolean {
  return set.fetches?.(namespace) === true || inNamespaces(set, group, kind).get(undefined)?.has(name) === true;
}

/** The same of a Service. */
export function serviceMayBeThere(set: ManifestSet, namespace: string, name: string): boolean {
  return mayBeThere(set, { group: "", kind: "Service", namespace, name });
}
