import { type LayerId, layerIds, layers } from "../constructs/layers";
import type { KubernetesObject, Mesh } from "../mesh/mesh";
import { apiGroup } from "../objects/kubernetes-object";

/** One object of a phase and where it is written below `manifests/`: `mesh/20-control-plane/istio-default.yaml`. */
export interface DeliveredObject {
  readonly object: KubernetesObject;
  readonly file: string;
}

/** A rendered phase as far as those who deliver it look at it. */
export interface DeliveredPhase {
  readonly entries: readonly DeliveredObject[];
}

/** The folders of a snapshot that an engine is pointed at one by one; `mesh` holds layers. */
export const deliveries = ["operator", "mesh", "namespaces"] as const;
export type Delivery = (typeof deliveries)[number];

/**
 * One folder of manifests over all phases of a row. What points an engine at it must be the same bytes in every phase, so all that is
 * decided about it is decided over all of them.
 */
export interface Folder {
  /** Below `manifests/`: `mesh/20-control-plane`, `namespaces`. */
  readonly path: string;
  /** Every object that some phase holds, in every form that it takes. */
  readonly ever: readonly KubernetesObject[];
  /** Whether each phase holds the object, in whatever form. Nothing else can be waited for by name. */
  readonly always: (object: KubernetesObject) => boolean;
}

/**
 * Folders that every phase has, empty where it has to be: those that any phase fills, and with an engine all layers but those
 * of Jobs that somebody has to ask for by name (requests, restarts). So what points the engine at them
 * need not change when mesh.yaml gets its first waypoint; and an engine that is pointed at a folder that is not there fails.
 */
export function folderPaths({ delivery }: Mesh, phases: readonly DeliveredPhase[]): readonly string[] {
  const used = new Set(phases.flatMap(({ entries }) => entries.map(({ file }) => folderOf(file))));
  const always = delivery.engine === "none" ? [] : layerIds.filter((id) => !whereUsed.includes(id));
  return [...new Set([...used, ...always.map((id) => layers[id].folder)])].sort();
}

const whereUsed: readonly LayerId[] = ["operator", "before-restarts", "restarts", "requests"];

/** The folders of {@link folderPaths} with what they hold; layers by their number, which is the order that they are applied in. */
export function foldersOf(mesh: Mesh, phases: readonly DeliveredPhase[]): readonly Folder[] {
  return folderPaths(mesh, phases).map((path) => {
    const perPhase = phases.map(({ entries }) =>
      entries.filter(({ file }) => folderOf(file) === path).map(({ object }) => object),
    );
    const known = perPhase.map((objects) => new Set(objects.map(identityOf)));
    return {
      path,
      ever: [...new Set(perPhase.flat())],
      always: (object) => known.every((phase) => phase.has(identityOf(object))),
    };
  });
}

/** The delivery that a folder belongs to. */
export function deliveryOf({ path }: Pick<Folder, "path">): Delivery {
  const [first] = path.split("/");
  const delivery = deliveries.find((one) => one === first);
  if (!delivery) throw new Error(`${path} belongs to no delivery; there are ${deliveries.join(", ")}`);
  return delivery;
}

/** One object in the cluster, whatever version of its API a manifest speaks. */
export function identityOf(object: KubernetesObject): string {
  const { name, namespace = "" } = object.metadata;
  return [apiGroup(object), object.kind, namespace, name].join("/");
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/"));
}
