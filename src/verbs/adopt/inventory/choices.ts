import type { ReleasesFile } from "../../../catalog/extend";
import type { DistributionName } from "../../../catalog/types";
import type { KubernetesObject } from "../../../mesh/mesh";
import type { ChartInstall } from "../../../repository/objects/chart-installs";
import type { FileObject } from "../../../repository/objects/file-object";

/** What the user says instead of leaving it to a guess. */
export interface AdoptChoices {
  readonly name?: string | undefined;
  /** Where objects go that name no namespace, and that nobody here puts anywhere. */
  readonly namespace?: string | undefined;
  /** Name of the Istio object to adopt, where there are several. */
  readonly istio?: string | undefined;
  readonly distribution?: DistributionName | undefined;
  readonly dataPlane?: "ambient" | "sidecar" | undefined;
  /** The Istio version that runs, where the Istio object does not say it. */
  readonly istioVersion?: string | undefined;
  /** Operator release, for example `3.1.2`. */
  readonly release?: string | undefined;
  /** Operator releases that the catalogue does not have. */
  readonly releaseFiles?: readonly ReleaseFile[] | undefined;
  /** What the tree around one of several meshes says of the distribution, where the mesh itself says nothing. */
  readonly around?: Around | undefined;
  /** What the tree around one of several meshes applies, and from where. */
  readonly deliveries?: readonly FileObject[] | undefined;
  /** Folders of which it was told that nothing applies them. */
  readonly told?: readonly string[] | undefined;
  /** Of the inputs those that are not named, and that what is named has applied. */
  readonly followed?: readonly string[] | undefined;
  /** What applies something of the repository in which a pipe is read. */
  readonly besidePipe?: readonly KubernetesObject[] | undefined;
}

/** A file of operator releases, for `spec.catalogs`. */
export interface ReleaseFile extends ReleasesFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Whose operator runs a mesh, by what stands elsewhere. */
export interface Around {
  readonly name: DistributionName;
  readonly because: string;
  /** The release of it that is installed, as somebody there says. */
  readonly release?: { readonly version: string; readonly because: string };
  /** Where Helm installs it, as somebody there says. */
  readonly chart?: ChartInstall;
  /** Nothing says so outright, and a mesh that it does not fit is another's. @default false */
  readonly isLikely?: true;
}
