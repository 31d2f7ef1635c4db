import { apiGroup, type KubernetesObject, kindOf } from "../objects/kubernetes-object";

/** An object of a snapshot, as far as an engine's order goes. */
export interface OrderEntry {
  readonly object: KubernetesObject;
  /** Its file below `manifests/`: `mesh/20-control-plane/istio-default.yaml`. */
  readonly file: string;
}

/** The delivery that a file belongs to: its first folder, or nothing when it has none. Deliveries know no order among each other. */
export function deliveryOf({ file }: OrderEntry): string {
  return file.includes("/") ? (file.split("/")[0] ?? "") : "";
}

/** The folder of the layer that a file belongs to: `20-control-plane`; undefined in a delivery without layers. */
export function layerOf({ file }: OrderEntry): string | undefined {
  const [, layer, name] = file.split("/");
  return name === undefined ? undefined : layer;
}

/** Whether a file is in a folder: anywhere when that is `.`, in no folder at all when it is empty. */
export function isBelow({ file }: OrderEntry, folder: string): boolean {
  if (folder === "") return !file.includes("/");
  return folder === "." || file.startsWith(`${folder}/`);
}

/** `apps/Deployment`; `Service` in the core group. */
export function groupKind(object: KubernetesObject): string {
  return apiGroup(object) === "" ? object.kind : kindOf(object);
}

/** What makes an object the same object in a cluster, whatever version of its API a manifest speaks. */
export function identityOf(object: KubernetesObject): string {
  const { namespace = "", name } = object.metadata;
  return [apiGroup(object), object.kind, namespace, name].join("/");
}

export function isNamespace(object: KubernetesObject): boolean {
  return object.kind === "Namespace" && apiGroup(object) === "";
}

export function isCrd(object: KubernetesObject): boolean {
  return groupKind(object) === "apiextensions.k8s.io/CustomResourceDefinition";
}

export function annotation(object: KubernetesObject, key: string): string | undefined {
  const { annotations = {} } = object.metadata;
  return Object.hasOwn(annotations, key) ? annotations[key] : undefined;
}

/** By code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
