import { listAt, textAt } from "../../objects/object-paths";
import { inNamespaces } from "../objects";
import type { ManifestSet } from "../rule";

/** Whether a ReferenceGrant lets objects of a kind and namespace use another one. */
export function isGranted(
  set: ManifestSet,
  user: { readonly group: string; readonly kind: string; readonly namespace: string },
  used: { readonly group: string; readonly kind: string; readonly name: string; readonly namespace: string },
): boolean {
  const grants = inNamespaces(set, "gateway.networking.k8s.io", "ReferenceGrant").get(used.namespace)?.values() ?? [];
  return [...grants].some(
    ({ object }) =>
      listAt(object, "spec", "from").some(
        (from) =>
          textAt(from, "group") === user.group &&
          textAt(from, "kind") === user.kind &&
          textAt(from, "namespace") === user.namespace,
      ) &&
      listAt(object, "spec", "to").some(
        (to) =>
          (textAt(to, "group") ?? "") === used.group &&
          textAt(to, "kind") === used.kind &&
          [undefined, used.name].includes(textAt(to, "name")),
      ),
  );
}
