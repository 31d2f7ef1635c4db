import type { MeshPath } from "../../../findings/finding";
import type { FileObject } from "../../check/read-objects";
import type { Around } from "../describe/operator/one-vendor";

/** Something that the input does not say outright: the comment above its key in mesh.yaml. */
export interface Guess {
  readonly path: MeshPath;
  /** What it was taken from. */
  readonly because: string;
}

/** What the user says instead of leaving it to a guess. */
export interface AdoptChoices {
  readonly name?: string | undefined;
  /** Name of the Istio object to adopt, where there are several. */
  readonly istio?: string | undefined;
  readonly distribution?: "sail" | "openshift" | "alauda" | undefined;
  readonly dataPlane?: "ambient" | "sidecar" | undefined;
  /** The Istio version that runs, where the Istio object does not say it. */
  readonly istioVersion?: string | undefined;
  /** Operator release, for example `3.1.2`. */
  readonly release?: string | undefined;
  /** What the tree around one of several meshes says of the distribution, where the mesh itself says nothing. */
  readonly around?: Around | undefined;
  /** What the tree around one of several meshes applies, and from where. */
  readonly deliveries?: readonly FileObject[] | undefined;
}
