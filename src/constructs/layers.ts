/** One folder of a snapshot = one wave band in Argo CD = one Kustomization in Flux. */
export interface LayerDefinition {
  /** Folder below `manifests/`; never changes between phases. */
  readonly folder: string;
  /** Sync wave; the number in the folder's name. */
  readonly wave: number;
  /** Layers that must be healthy before this one is applied. */
  readonly after: readonly LayerId[];
}

/** Layers of `mesh/`, and the two deliveries beside it, which are one layer each. */
export const layerIds = [
  "operator",
  "precheck",
  "control-plane",
  "revision-tags",
  "cni",
  "ztunnel",
  "waypoints",
  "routing",
  "before-restarts",
  "restarts",
  "verify",
  "requests",
  "marker",
  "namespaces",
] as const;

/**
 * A folder of a snapshot, without its number: of `mesh/`, where each is applied when those before it are healthy, or a delivery beside it.
 * @example const layer: LayerId = "routing";
 */
export type LayerId = (typeof layerIds)[number];

/**
 * The one layer graph. Folders, sync waves, construct dependencies and Flux's `dependsOn` are all read from it. The waves leave gaps for users' own
 * objects.
 *
 * The operator's Subscription and what changes on application namespaces are deliveries of their own: a pending approval must not hold the mesh,
 * and Argo CD would apply a Namespace in the first wave that has anything to do with it. Nothing orders the three.
 */
export const layers: Readonly<Record<LayerId, LayerDefinition>> = {
  operator: { folder: "operator", wave: 0, after: [] },
  precheck: layer(5, "precheck"),
  "control-plane": layer(20, "control-plane", "precheck"),
  "revision-tags": layer(25, "revision-tags", "control-plane"),
  cni: layer(30, "cni", "control-plane"),
  ztunnel: layer(40, "ztunnel", "cni", "revision-tags"),
  waypoints: layer(50, "waypoints", "ztunnel"),
  routing: layer(60, "routing", "waypoints"),
  "before-restarts": layer(65, "before-restarts", "routing"),
  restarts: layer(70, "restarts", "before-restarts"),
  verify: layer(90, "verify", "restarts"),
  requests: layer(92, "requests", "verify"),
  marker: layer(95, "marker", "requests"),
  namespaces: { folder: "namespaces", wave: 0, after: [] },
};

function layer(wave: number, id: LayerId, ...after: LayerId[]): LayerDefinition {
  return { folder: `mesh/${String(wave).padStart(2, "0")}-${id}`, wave, after };
}
