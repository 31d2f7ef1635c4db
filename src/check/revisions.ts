import { textAt } from "../source/object-paths";
import { podNamespace, sailObjects } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";

/** One istiod that these manifests install. */
export interface Istiod {
  /** What `istio.io/rev` calls it; `default` is also what names no revision. */
  readonly revision: string;
  readonly namespace: string;
}

/** Every istiod of a set, with the revision that the operator gives it. */
export function istiodsOf(set: ManifestSet): readonly Istiod[] {
  return sailObjects(set, ["Istio", "IstioRevision"]).map((one) => ({
    revision: revisionOf(one),
    namespace: podNamespace(one) || "istio-system",
  }));
}

/** InPlace it is the object's own name; else the version stands behind it, with dashes for its dots. */
export function revisionOf({ object }: CheckedObject): string {
  const { name } = object.metadata;
  return isRevisionBased(object) ? `${name}-${(textAt(object, "spec", "version") ?? "").replaceAll(".", "-")}` : name;
}

function isRevisionBased(object: CheckedObject["object"]): boolean {
  return object.kind === "Istio" && textAt(object, "spec", "updateStrategy", "type") === "RevisionBased";
}

/** Names of tags. */
export function tagsOf(set: ManifestSet): readonly string[] {
  return sailObjects(set, ["IstioRevisionTag"]).map(({ object }) => object.metadata.name);
}

/** Whether a name could be a revision that a RevisionBased control plane has left behind, or will have. */
export function isOtherRevision(set: ManifestSet, revision: string): boolean {
  return sailObjects(set, ["Istio"]).some(
    ({ object }) => isRevisionBased(object) && revision.startsWith(`${object.metadata.name}-v`),
  );
}
