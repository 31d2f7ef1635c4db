import type { OperatorRelease } from "../catalog/types";
import type { Place } from "../findings/finding";
import type { LedgerRow } from "../ledger/schema";
import type { ExtraWindow } from "../platform/windows";
import type { KubernetesObject } from "../source/kubernetes-object";
import type { MeshSpec } from "./schema";

export { type KubernetesObject, objectId } from "../source/kubernetes-object";

/** An object of the user's own, taken from `spec.manifests`. */
export interface CarriedObject {
  readonly object: KubernetesObject;
  /** Where it starts, with the file's path relative to the mesh file's folder. */
  readonly place: Place;
}

/**
 * What the user describes, complete: defaults of the distribution and the data plane are filled in,
 * versions carry their `v` (aliases are still aliases: the planner resolves them), files are read.
 */
export interface Mesh extends MeshSpec {
  readonly name: string;
  readonly carried: readonly CarriedObject[];
  /** Read from `spec.catalogs`. */
  readonly extraReleases: readonly OperatorRelease[];
  /** Read from `spec.ledger`. */
  readonly extraRows: readonly LedgerRow[];
  readonly extraWindows: readonly ExtraWindow[];
  /** What the live folder holds, as it was described, where that was recorded: whatever differs is laid out as phases. */
  readonly before?: Mesh;
}
