import type { Origin } from "../constructs/phase-chart";
import type { MeshPath, Place } from "../findings/finding";
import type { KubernetesObject } from "../mesh/mesh";
import type { FilesIn } from "./engines/git-files";

/** A manifest under check, with what it came from when that is known. */
export interface CheckedObject {
  readonly object: KubernetesObject;
  /** Its file, where it comes from one: below `manifests/` for phases of ours. */
  readonly file?: string;
  readonly origin?: Origin;
  /** Not in the manifests, but known to be in the cluster: a Namespace of somebody else's, with the labels that the mesh relies on. */
  readonly assumed?: boolean;
  /** What the files of its repository say for the generators of an ApplicationSet, where somebody looks. */
  readonly filesIn?: FilesIn;
  /**
   * Whose operator an Application installs, where there are several clusters with releases of their own: that of another one than the state is of, or of some
   * of those that it is of. @default that of the state
   */
  readonly installs?: "elsewhere" | "several";
  /** Where a path inside the object is written, for objects from files; falls back to the nearest existing parent. */
  readonly locate?: (path: MeshPath, part?: "key" | "value") => Place;
}
