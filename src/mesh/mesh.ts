import type { OperatorRelease } from "../catalog/types";
import type { Place } from "../findings/finding";
import type { LedgerRow } from "../ledger/schema";
import type { KubernetesObject } from "../objects/kubernetes-object";
import type { ExtraWindow } from "../platform/windows";
import type { MeshNamespace, MeshSpec } from "./schema";

export { type KubernetesObject, objectId } from "../objects/kubernetes-object";

/** An object of the user's own, taken from `spec.manifests`. */
export interface CarriedObject {
  readonly object: KubernetesObject;
  /** Where it starts, with the file's path relative to the mesh file's folder. */
  readonly place: Place;
  /** Comments of its document that ask for silence: `# meshstep:ignore TGT001: the Gateway is of another repository`. @default none */
  readonly ignores?: readonly string[];
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
  /** Under RevisionBased, in a phase: who asks for which revision. @default everybody for that of `version` */
  readonly revisions?: PhaseRevisions;
  /** What the live folder holds, where that was recorded: whatever differs is laid out as phases. */
  readonly before?: LiveStart;
}

/** The revisions of one phase. */
export interface PhaseRevisions {
  /** The newest, which the Istio object asks for. */
  readonly active: string;
  /** What namespaces ask for, by their label or their tag. */
  readonly of: Readonly<Record<string, string>>;
  /** What gateways ask for by themselves, as `namespace/name`. */
  readonly gateways?: Readonly<Record<string, string>>;
}

/** A namespace, and the waypoint that it uses. */
export type WaypointUser = Pick<MeshNamespace, "name" | "waypoint">;

/** What a live folder has beside the mesh that it describes, when it stands in the middle of a row of changes. */
export interface LiveBesides {
  /** Namespaces that waypoints let in although they do not use them: not yet, or not any more. */
  readonly users?: readonly WaypointUser[];
  /** Namespaces that are in Git as a whole without being in the mesh, by name. */
  readonly namespaces?: readonly string[];
  /** Objects that engines may delete once they are gone from Git, by identity. */
  readonly letGo?: readonly string[];
}

/** What a row of changes starts from. */
export interface LiveStart extends LiveBesides {
  readonly mesh: Mesh;
  /** Where it was read; nothing where it was not read from a live folder. */
  readonly from?: LivePhase;
}

/** A phase as a live folder held it. */
export interface LivePhase {
  /** Hash of its plan. */
  readonly plan: string;
  /** Its folder. */
  readonly phase: string;
  /** sha256 over all files of the live folder. */
  readonly files: string;
}
