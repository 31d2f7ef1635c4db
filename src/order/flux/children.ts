import { istiodName, revisionOf } from "../../catalog/revisions";
import { apiGroup, type KubernetesObject } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { groupKind } from "../entry";

/** An object as a health check names it. */
export interface ObjectRef {
  /** `apps`; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/**
 * What tells that a change of an object has come to its end: first the workload that its controller makes, then what stands between
 * them, then the object. Empty for objects of which nobody makes a workload.
 */
export function watchedFor(object: KubernetesObject): readonly ObjectRef[] {
  const child = childOf(object);
  if (!child) return [];
  // Its pods are replaced by people, node by node: nobody can wait for that.
  if (isOnDelete(object)) return [refTo(object)];
  const between =
    groupKind(object) === "sailoperator.io/Istio"
      ? [{ group: "sailoperator.io", kind: "IstioRevision", name: revisionOf(object) }]
      : [];
  return [child, ...between, refTo(object)];
}

function isOnDelete(object: KubernetesObject): boolean {
  const settings = ["spec", "values", "ztunnel", "updateStrategy", "type"];
  return groupKind(object) === "sailoperator.io/ZTunnel" && textAt(object, ...settings) === "OnDelete";
}

/** The reference that a health check makes to an object. */
export function refTo(object: KubernetesObject): ObjectRef {
  const { name, namespace } = object.metadata;
  return { group: apiGroup(object), kind: object.kind, ...(namespace !== undefined && { namespace }), name };
}

export function isSame(one: ObjectRef, other: ObjectRef): boolean {
  const key = ({ group, kind, namespace = "", name }: ObjectRef) => [group, kind, namespace, name].join("/");
  return key(one) === key(other);
}

/** The workload that a controller makes of an object, and that alone tells whether a change has come to its end. */
export function childOf(object: KubernetesObject): ObjectRef | undefined {
  const { name, namespace } = object.metadata;
  const inNamespace = textAt(object, "spec", "namespace");
  switch (groupKind(object)) {
    case "sailoperator.io/Istio":
      return workload("Deployment", istiodName(revisionOf(object)), inNamespace ?? "istio-system");
    case "sailoperator.io/IstioCNI":
      return workload("DaemonSet", "istio-cni-node", inNamespace ?? "istio-cni");
    case "sailoperator.io/ZTunnel":
      return workload("DaemonSet", "ztunnel", inNamespace ?? "ztunnel");
    case "gateway.networking.k8s.io/Gateway": {
      const gatewayClass = textAt(object, "spec", "gatewayClassName") ?? "";
      return gatewayClass.includes("waypoint") ? workload("Deployment", name, namespace ?? "") : undefined;
    }
    default:
      return undefined;
  }
}

function workload(kind: string, name: string, namespace: string): ObjectRef {
  return { group: "apps", kind, namespace, name };
}
