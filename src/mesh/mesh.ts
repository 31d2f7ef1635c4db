import type { OperatorRelease } from "../catalog/types";
import type { Place } from "../findings/finding";
import type { MeshSpec } from "./schema";

/** A Kubernetes object as plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

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
}

/** `Kind/name`, or `Kind/namespace/name` for namespaced objects: how reports name an object. */
export function objectId(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  return namespace ? `${object.kind}/${namespace}/${name}` : `${object.kind}/${name}`;
}
