import * as made from "../catalog/revisions";
import { textAt } from "../objects/object-paths";
import { type Pair, pairs } from "./changed";
import { labelsOf, objectsOf, podNamespace, sailObjects } from "./objects";
import type { CheckedObject, ManifestSet, Step } from "./rule";

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

export function revisionOf({ object }: CheckedObject): string {
  return made.revisionOf(object);
}

export function isRevisionBased({ object }: Pick<CheckedObject, "object">): boolean {
  return made.isRevisionBased(object);
}

/** Control planes that ask for another revision after a step than before it. */
export function movedRevisions(step: Step): readonly Pair[] {
  return pairs(step, (set) => sailObjects(set, ["Istio"])).filter(
    ({ before, after }) => revisionOf(before) !== revisionOf(after),
  );
}

/** Whether a tag or a ZTunnel names a revision itself, and so counts as a use of it. */
export function namesRevision({ object }: CheckedObject, revision: string): boolean {
  return (
    textAt(object, "spec", "targetRef", "kind") === "IstioRevision" &&
    textAt(object, "spec", "targetRef", "name") === revision
  );
}

/** Names of tags. */
export function tagsOf(set: ManifestSet): readonly string[] {
  return sailObjects(set, ["IstioRevisionTag"]).map(({ object }) => object.metadata.name);
}

/** Whether a name could be a revision that a RevisionBased control plane has left behind, or will have. */
export function isOtherRevision(set: ManifestSet, revision: string): boolean {
  return sailObjects(set, ["Istio"]).some(
    (one) => isRevisionBased(one) && revision.startsWith(`${one.object.metadata.name}-v`),
  );
}

/** Whether nothing asks for the revision that a control plane is at, while something asks for another one of its revisions. */
export function isIdle(set: ManifestSet, controlPlane: CheckedObject): boolean {
  const asked = [
    ...objectsOf(set, "", "Namespace").map(({ object }) => labelsOf(object)["istio.io/rev"]),
    ...sailObjects(set, ["IstioRevisionTag"]).map(({ object }) => textAt(object, "spec", "targetRef", "name")),
  ].filter((one) => one !== undefined);
  return !asked.includes(revisionOf(controlPlane)) && asked.some((one) => isOtherRevision(set, one));
}
