import { revisionName } from "../catalog/revisions";
import { type ManagedGateway, managedGateways, type ProxyDeployment, restartedGateways } from "./gateways";
import { activeRevision, isRevisionBased } from "./istiod";
import type { CarriedObject, Mesh } from "./mesh";

/** A gateway that asks for its revision by itself, and not by its namespace: a Gateway by its label, one that people run by the istiod that they tell it. */
export type PinnedGateway = ProxyDeployment & { readonly kind: "gateway-api" | "self-managed" };

const label = "istio.io/rev";

/** The gateways of a RevisionBased mesh that are moved one by one; none under InPlace, where the one revision moves under them. */
export function pinnedGateways(mesh: Mesh): readonly PinnedGateway[] {
  if (!isRevisionBased(mesh)) return [];
  return [...managedGateways(mesh), ...restartedGateways(mesh)].filter(isPinned);
}

function isPinned(one: ProxyDeployment | ManagedGateway): one is PinnedGateway {
  return one.kind === "gateway-api" || one.kind === "self-managed";
}

/** How a gateway is named where its revision is kept. */
export function gatewayId({ namespace, name }: Pick<ProxyDeployment, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}

/** The revision that a gateway asks for. */
export function gatewayRevision(mesh: Mesh, gateway: PinnedGateway): string {
  return mesh.revisions?.gateways?.[gatewayId(gateway)] ?? activeRevision(mesh);
}

/** The Gateway among the user's own manifests; nothing where another delivery has it. */
export function carriedGatewayOf({ carried }: Pick<Mesh, "carried">, gateway: PinnedGateway) {
  return carried.find((one) => gateway.kind === "gateway-api" && isGateway(one) && idOf(one) === gatewayId(gateway));
}

/**
 * Carried Gateways with the revision of a phase in the place of the one that they were written with: whatever stands in the user's file is of an earlier
 * upgrade by the next one. A Gateway without the label, or with one that names something else, stays as it is; the plan says so.
 */
export function withPinnedGateways(
  mesh: Pick<Mesh, "carried" | "controlPlane">,
  revisions: Readonly<Record<string, string>>,
): readonly CarriedObject[] {
  return mesh.carried.map((one) => {
    const revision = isGateway(one) ? revisions[idOf(one)] : undefined;
    const { metadata } = one.object;
    const named = metadata.labels?.[label];
    if (revision === undefined || named === undefined || !namesRevision(mesh, named)) return one;
    const labels = { ...metadata.labels, [label]: revision };
    return { ...one, object: { ...one.object, metadata: { ...metadata, labels } } };
  });
}

/** Whether a name is that of a revision which this Istio makes, and no tag. */
export function namesRevision({ controlPlane }: Pick<Mesh, "controlPlane">, name: string): boolean {
  return name.startsWith(revisionName(controlPlane.name, "v")) && /-v\d+-\d+-\d+[\w-]*$/.test(name);
}

function isGateway({ object: { apiVersion, kind } }: CarriedObject): boolean {
  return kind === "Gateway" && apiVersion.startsWith("gateway.networking.k8s.io/");
}

function idOf({ object: { metadata } }: CarriedObject): string {
  return gatewayId({ namespace: metadata.namespace ?? "default", name: metadata.name });
}
