import { distribution } from "../catalog/lookup";
import { operatorChart } from "../catalog/operator-chart";
import { formatPlace, type MeshPath, type Place } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import { apiGroup, kindOf } from "../objects/kubernetes-object";
import { textAt } from "../objects/object-paths";
import { isCniExternal } from "./external-cni";
import { isRevisionBased } from "./istiod";
import { labelledNamespaces } from "./labels";
import { type CarriedObject, type KubernetesObject, type Mesh, objectId } from "./mesh";
import type { Naming } from "./naming";

/** Carried objects that stand in each other's way, or in the way of what meshstep writes itself. */
export function carriedProblems(mesh: Mesh, naming: Naming): Problem[] {
  const first = new Map<string, CarriedObject>();
  return mesh.carried.flatMap((one) => {
    const identity = identityOf(one.object);
    const before = first.get(identity);
    if (before) {
      const message = `a second ${objectId(one.object)}; the first is at ${formatPlace(naming.carried(before.place))}`;
      return [{ message, place: naming.carried(one.place) }];
    }
    first.set(identity, one);
    return ownedProblems(mesh, one, naming);
  });
}

/** One object in the cluster, whatever version of its API a manifest speaks. */
function identityOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [apiGroup({ apiVersion }), kind, metadata.namespace ?? "", metadata.name].join("/");
}

/** A second copy of an object of ours would fight with the first, and could move a version outside the plan. */
function ownedProblems(mesh: Mesh, { object, place }: CarriedObject, naming: Naming): Problem[] {
  const owner = ownerOf(mesh, object);
  if (!owner) return heldOperator(mesh, object, naming.carried(place));
  if (object.kind === "IstioCNI" && isCniExternal(mesh)) {
    const message = `somebody else owns ${objectId(object)}, as ${naming.at([...owner, "ownership"])} says`;
    return [{ message, place: naming.carried(place), hint: "leave it out of spec.manifests, or leave ownership out" }];
  }
  const message = `${objectId(object)} is written by meshstep; it is described at ${naming.at(owner)}`;
  return [{ message, place: naming.carried(place), hint: "leave it out of spec.manifests" }];
}

/** Every phase would hold the chart of the operator at the version of the file, whatever release it is for. */
function heldOperator({ operator: { helm } }: Mesh, object: KubernetesObject, place: Place): Problem[] {
  if (!helm || !operatorChart(object)) return [];
  const message = `${objectId(object)} installs the operator, and would hold it at one version in every phase`;
  const hint =
    "leave it out of spec.manifests, where it is applied today, and name it under spec.operator.helm.installedBy";
  return [{ message, place, hint }];
}

/** The part of the mesh that an object comes from; undefined for what meshstep does not write. */
export function ownerOf(mesh: Mesh, object: KubernetesObject): MeshPath | undefined {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  switch (kindOf({ apiVersion, kind })) {
    case "sailoperator.io/Istio":
    case "sailoperator.io/IstioRevision":
      return ["spec", "controlPlane"];
    case "sailoperator.io/IstioRevisionTag":
      return isStill(mesh, object) ? undefined : ["spec", "revisionTags"];
    case "sailoperator.io/IstioCNI":
      return ["spec", "cni"];
    case "sailoperator.io/ZTunnel":
      return ["spec", "ztunnel"];
    case "/Namespace":
      return namespaceOwner(mesh, name);
    case "/ConfigMap":
      return name === `meshstep-${mesh.name}` && namespace === mesh.controlPlane.namespace
        ? ["metadata", "name"]
        : undefined;
    case "operators.coreos.com/Subscription":
      return isOurSubscription(mesh, metadata) ? ["spec", "operator", "subscription"] : undefined;
    case "gateway.networking.k8s.io/Gateway":
      return entry(
        ["spec", "waypoints"],
        mesh.waypoints.findIndex((one) => one.name === name && one.namespace === namespace),
      );
    default:
      return undefined;
  }
}

/** InPlace the one revision keeps its name: no phase has to move a tag of it. */
function isStill(mesh: Mesh, tag: KubernetesObject): boolean {
  return !isRevisionBased(mesh) && textAt(tag, "spec", "targetRef", "name") === mesh.controlPlane.name;
}

/** Listed, or labelled because the mesh's own pods run there. */
function namespaceOwner(mesh: Mesh, name: string): MeshPath | undefined {
  const listed = mesh.namespaces.findIndex((one) => one.name === name);
  if (listed >= 0) return ["spec", "namespaces", listed];
  const implied = labelledNamespaces(mesh).some((one) => one.name === name);
  return implied ? ["spec", "controlPlane", "discoverySelectors"] : undefined;
}

function isOurSubscription(mesh: Mesh, { name, namespace }: KubernetesObject["metadata"]): boolean {
  const { subscription } = mesh.operator;
  if (!subscription || subscription.namespace !== namespace) return false;
  return name === (subscription.name ?? distribution(mesh.distribution).package);
}

function entry(list: MeshPath, index: number): MeshPath | undefined {
  return index < 0 ? undefined : [...list, index];
}
