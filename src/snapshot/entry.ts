import type { LayerId } from "../constructs/layers";
import type { Origin } from "../constructs/phase-chart";
import type { KubernetesObject } from "../mesh/mesh";

/** One object of a snapshot and where it is written. */
export interface SnapshotEntry {
  readonly object: KubernetesObject;
  readonly layer: LayerId;
  /** Below `manifests/`: `mesh/20-control-plane/istio-default.yaml`. */
  readonly file: string;
  /** What it was made from. */
  readonly origin: Origin;
}
