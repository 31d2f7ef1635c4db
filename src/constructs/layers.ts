/** One folder of a snapshot = one wave band in Argo CD = one Kustomization in Flux. */
export interface LayerDefinition {
  /** Folder below `manifests/mesh/`; never changes between phases. */
  readonly folder: string;
  /** Sync wave; the number in the folder's name. */
  readonly wave: number;
  /** Layers that must be healthy before this one is applied. */
  readonly after: readonly LayerId[];
}

/**
 * A folder of a snapshot below `manifests/mesh/`, without its number; each is applied when those before it are healthy.
 * @example const layer: LayerId = "routing";
 */
export type LayerId =
  | "operator"
  | "control-plane"
  | "revision-tags"
  | "cni"
  | "ztunnel"
  | "waypoints"
  | "routing"
  | "verify";

/**
 * The one layer graph. Sync waves, construct dependencies and, later, Flux `dependsOn` are all read from it.
 * The waves leave gaps for users' own objects.
 */
export const layers: Readonly<Record<LayerId, LayerDefinition>> = {
  operator: layer(10, "operator"),
  "control-plane": layer(20, "control-plane", "operator"),
  "revision-tags": layer(25, "revision-tags", "control-plane"),
  cni: layer(30, "cni", "control-plane"),
  ztunnel: layer(40, "ztunnel", "cni", "revision-tags"),
  waypoints: layer(50, "waypoints", "ztunnel"),
  routing: layer(60, "routing", "waypoints"),
  verify: layer(90, "verify", "routing"),
};

export const layerIds = Object.keys(layers) as readonly LayerId[];

function layer(wave: number, id: LayerId, ...after: LayerId[]): LayerDefinition {
  return { folder: `${wave}-${id}`, wave, after };
}
