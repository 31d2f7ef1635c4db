import type { Finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";

/** A mesh as an overlay makes it. */
interface Made {
  readonly top: Building;
  readonly objects: readonly FileObject[];
}

/** What says that something is not there. */
const missing = /^(AMB002|CP005|REV006|TGT00[123]|WPT001)$/;

/**
 * Whether the overlays of one cluster lack what those of another one have of the same object. No file says so: what one cluster
 * has alone is beside what both have.
 * @param lackToo whether the same is said of that other one
 */
export function lacks<M extends Made>(
  { rule, object }: Finding,
  own: M,
  others: readonly M[],
  lackToo: (other: M) => boolean,
): boolean {
  if (!missing.test(rule) || object === undefined || isStep(own)) return false;
  return others.some(
    (other) => other !== own && !lackToo(other) && other.objects.some((one) => objectId(one.object) === object),
  );
}

/** Whether an overlay is called after a step of several, of which a later one may have more. */
function isStep({ top }: Made): boolean {
  return /\/(\d+[-_.]|(step|phase|stage|wave)[-_.]?\d)/.test(top.file.folder);
}
