import type { KubernetesObject } from "../../../mesh/mesh";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { isOfDelivery } from "../delivery/engines";
import { operatorPackages } from "./evidence";

/** What an object is to a mesh. */
export type ListName =
  | "istios"
  | "cnis"
  | "ztunnels"
  | "revisions"
  | "namespaces"
  | "subscriptions"
  | "waypoints"
  | "deliveries"
  | "others";

/** Sorts an object by its kind, and by what it is for. */
export function listOf(object: KubernetesObject): ListName {
  switch (kindOf(object)) {
    case "sailoperator.io/Istio":
      return "istios";
    case "sailoperator.io/IstioCNI":
      return "cnis";
    case "sailoperator.io/ZTunnel":
      return "ztunnels";
    case "sailoperator.io/IstioRevision":
    case "sailoperator.io/IstioRevisionTag":
      return "revisions";
    case "/Namespace":
      return "namespaces";
    case "operators.coreos.com/Subscription":
      return operatorPackages.includes(textAt(object, "spec", "name") ?? "") ? "subscriptions" : "others";
    case "gateway.networking.k8s.io/Gateway":
      return textAt(object, "spec", "gatewayClassName") === "istio-waypoint" ? "waypoints" : "others";
    default:
      return isOfDelivery(object) ? "deliveries" : "others";
  }
}
