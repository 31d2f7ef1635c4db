import { type LayerId, layerIds, layers } from "./layers";

/** What decides when an engine applies an object. */
export interface Placed {
  readonly layer: LayerId;
  readonly wave: number;
  readonly kind: string;
}

/** The rank of a kind that an engine has no place for, above those that it has one for. */
const unlisted = 100;
const last = unlisted + 1;

/** Kinds in the order in which Argo CD applies them within a wave; the others come after them, all at once (gitops-engine, sync_tasks.go). */
const argoKinds = ranks(
  ["Namespace"],
  ["NetworkPolicy", "ResourceQuota", "LimitRange", "PodDisruptionBudget"],
  ["ServiceAccount"],
  ["Secret"],
  ["ConfigMap"],
  ["StorageClass"],
  ["PersistentVolume"],
  ["PersistentVolumeClaim"],
  ["CustomResourceDefinition"],
  ["ClusterRole"],
  ["ClusterRoleBinding"],
  ["Role"],
  ["RoleBinding"],
  ["Service"],
  ["DaemonSet"],
  ["Pod"],
  ["ReplicaSet"],
  ["Deployment"],
  ["HorizontalPodAutoscaler"],
  ["StatefulSet"],
  ["Job"],
  ["CronJob"],
  ["IngressClass"],
  ["Ingress"],
  ["APIService"],
);

/**
 * The same for Flux within a Kustomization: definitions and classes are stages that it waits for, the rest follows in this order
 * (fluxcd/pkg, ssa). Webhook configurations come last of all.
 */
const fluxKinds = new Map([
  ...ranks(
    ["CustomResourceDefinition", "Namespace", "ClusterRole"],
    ["ClusterClass", "GatewayClass", "IngressClass", "PriorityClass", "RuntimeClass", "StorageClass"],
    ["ResourceQuota"],
    ["ServiceAccount"],
    ["Role"],
    ["RoleBinding"],
    ["ClusterRoleBinding"],
    ["ConfigMap"],
    ["Secret"],
    ["Service"],
    ["LimitRange"],
    ["Deployment"],
    ["StatefulSet"],
    ["CronJob"],
    ["PodDisruptionBudget"],
  ),
  ["MutatingWebhookConfiguration", last],
  ["ValidatingWebhookConfiguration", last],
]);

/** Whether both engines apply `first` before `then`, whichever of them delivers the snapshot. Nothing orders two deliveries. */
export function appliedBefore(first: Placed, then: Placed): boolean {
  return deliveryOf(first) === deliveryOf(then) && argoApplies(first, then) && fluxApplies(first, then);
}

function deliveryOf({ layer }: Placed): string | undefined {
  return layers[layer].folder.split("/")[0];
}

function argoApplies(first: Placed, then: Placed): boolean {
  if (first.wave !== then.wave) return first.wave < then.wave;
  return rankOf(first.kind, argoKinds) < rankOf(then.kind, argoKinds);
}

function fluxApplies(first: Placed, then: Placed): boolean {
  if (first.layer !== then.layer) return layersBefore(then.layer).has(first.layer);
  return rankOf(first.kind, fluxKinds) < rankOf(then.kind, fluxKinds);
}

/** Every layer that must be healthy before this one is applied, however far before. */
function layersBefore(layer: LayerId): ReadonlySet<LayerId> {
  const known = before.get(layer);
  if (known) return known;
  const found = new Set(layers[layer].after.flatMap((one) => [one, ...layersBefore(one)]));
  before.set(layer, found);
  return found;
}

const before = new Map<LayerId, ReadonlySet<LayerId>>();

/** The last layer that is applied before this one, to put things into that it needs. */
export function layerBefore(layer: LayerId): LayerId | undefined {
  return layerIds.findLast((one) => layersBefore(layer).has(one));
}

function ranks(...groups: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  return new Map(groups.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)));
}

function rankOf(kind: string, order: ReadonlyMap<string, number>): number {
  return order.get(kind) ?? unlisted;
}
