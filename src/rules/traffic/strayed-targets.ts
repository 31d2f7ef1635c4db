import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { apiGroup, kindOf } from "../../objects/kubernetes-object";
import { objectsOf, podNamespace, sailKinds, sailObjects } from "../objects";
import { about, type ManifestSet } from "../rule";
import type { Target } from "../targets";
import { bringsMore } from "../unseen";

/**
 * A Service that a route or a policy is attached to, of a namespace in which no Service is here, while one of that name stands in one other namespace (TGT001): a
 * warning, because the Services of the first may all be somebody else's.
 */
export function strayed(set: ManifestSet, { one, at, name, namespace }: Target): readonly Finding[] {
  if (namespace === undefined || !isKnown(set, namespace) || bringsMore(set, namespace)) return [];
  const [home, ...others] = new Set(
    objectsOf(set, "", "Service").flatMap(({ object: { metadata } }) =>
      metadata.name === name ? [metadata.namespace] : [],
    ),
  );
  if (home === undefined || others.length > 0) return [];
  return [
    about("TGT001", one, {
      at,
      severity: "warning",
      message: `${one.object.kind} is attached to Service/${namespace}/${name}, and no Service of that namespace is among these manifests: it has no effect`,
      hint: `There is one in namespace ${home}; ${one.object.kind.endsWith("Route") ? "name its namespace" : "a policy is attached to nothing outside of its own namespace"}.`,
    }),
  ];
}

/** Whether more than routes and policies of a namespace is here. */
function isKnown(set: ManifestSet, namespace: string): boolean {
  return namespacesKnown(set).has(namespace);
}

const namespacesKnown = oncePer((set: ManifestSet): ReadonlySet<string | undefined> => {
  const own = set.objects.flatMap(({ object }) => {
    if (kindOf(object) === "/Namespace") return [object.metadata.name];
    return /istio\.io$|^gateway\.networking\.k8s\.io$/.test(apiGroup(object)) ? [] : [object.metadata.namespace];
  });
  return new Set([...own, ...sailObjects(set, sailKinds).map(podNamespace)]);
});
