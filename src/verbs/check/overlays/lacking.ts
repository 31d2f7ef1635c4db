import type { Finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";

/** A mesh as an overlay makes it. */
interface Made {
  readonly top: Building;
  readonly objects: readonly FileObject[];
}

/**
 * Whether the overlays of one cluster lack a part of an ambient mesh (AMB002) that those of another one have, of the same Istio. No file says so: what one cluster
 * has alone is beside the Istio of both.
 * @param lackToo whether the same is said of that other one
 */
export function lacks<M extends Made>(
  { rule, object }: Finding,
  own: M,
  others: readonly M[],
  lackToo: (other: M) => boolean,
): boolean {
  if (rule !== "AMB002" || !object?.startsWith("Istio/") || isStep(own)) return false;
  return others.some(
    (other) => other !== own && !lackToo(other) && other.objects.some((one) => objectId(one.object) === object),
  );
}

/** Whether an overlay is called after a step of several, of which a later one may have more. */
function isStep({ top }: Made): boolean {
  return /\/(\d+[-_.]|(step|phase|stage|wave)[-_.]?\d)/.test(top.file.folder);
}
