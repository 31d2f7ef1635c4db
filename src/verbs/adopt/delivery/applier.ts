import type { KubernetesObject } from "../../../mesh/mesh";

/** What applies an object today, where that is in the input: an Application, an ApplicationSet or a Kustomization of Flux. */
export interface Applier {
  readonly by: KubernetesObject;
  readonly engine: "argocd" | "flux";
  /** What it reads, as the user would write it. */
  readonly folders: readonly string[];
  /** A folder with all that these are built from: of an overlay, its base as well. */
  readonly sources: string;
}
