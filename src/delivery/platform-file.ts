import type { KubernetesObject } from "../mesh/mesh";

/** An object that is applied once, so that an engine applies the phases. */
export interface PlatformFile {
  /** Below `platform/`: `argocd/application-prod-mesh.yaml`. */
  readonly path: string;
  readonly object: KubernetesObject;
  /** Lines of comment above it: why it is as it is. */
  readonly why: readonly string[];
  /** A part of an object of somebody else: it is merged into that, never applied as it stands. */
  readonly patch?: boolean;
}
