import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import type { Uncarried } from "../carry/uncarried";
import type { Inventory } from "../inventory/inventory";
import type { AdoptedRevisions } from "./revisions";

/** Revisions and tags of the input that mesh.yaml does not hold. */
export function leftRevisions(
  { revisions: found }: Inventory,
  revisions: AdoptedRevisions | undefined,
): readonly Uncarried[] {
  return found
    .filter((one) => !revisions?.described.includes(one))
    .map(({ object }) => ({ object: objectId(object), path: "", why: whyLeft(object, revisions !== undefined) }));
}

function whyLeft({ kind }: KubernetesObject, isRevisionBased: boolean): string {
  if (kind === "IstioRevision") return "the operator makes revisions";
  return isRevisionBased
    ? "a tag belongs to what it points at"
    : "mesh.yaml has tags for RevisionBased only; keep it in a delivery of its own";
}
