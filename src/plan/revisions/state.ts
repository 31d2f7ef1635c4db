import { type ProxyDeployment, restartedGateways } from "../../mesh/gateways";
import { isRevisionBased, revisionName } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { gatewayId, type PinnedGateway, pinnedGateways } from "../../mesh/pinned-gateways";
import { enrolledNamespaces } from "../gates";
import { type ControlPlaneState, type MeshState, sidecarVersions } from "../state";

/** What the states of a RevisionBased row say beside versions, where nothing moves; InPlace there is nothing. */
export function revisionsAtRest(
  mesh: Mesh,
  version: string,
): Pick<MeshState, "controlPlanes" | "tags" | "revisions" | "gatewayRevisions"> {
  const { name } = mesh.controlPlane;
  if (!isRevisionBased(mesh)) return { controlPlanes: [{ istio: name, revision: name, version }], tags: [] };
  const revision = revisionName(name, version);
  const pinned = pinnedGateways(mesh);
  return {
    controlPlanes: [{ istio: name, revision, version }],
    tags: mesh.revisionTags.map((tag) => ({ name: tag.name, revision })),
    revisions: Object.fromEntries(enrolledNamespaces(mesh).map((namespace) => [namespace, revision])),
    ...(pinned.length > 0 && {
      gatewayRevisions: Object.fromEntries(pinned.map((one) => [gatewayId(one), revision])),
    }),
  };
}

/** The control plane of a revision; nothing where it is not there. */
export function planeOf({ controlPlanes }: MeshState, revision: string): ControlPlaneState | undefined {
  return controlPlanes.find((one) => one.revision === revision);
}

/** Control planes of the first state that the second has not. */
export function planesGone(from: MeshState, to: MeshState): readonly ControlPlaneState[] {
  return from.controlPlanes.filter(({ revision }) => !planeOf(to, revision));
}

/** Revision tags, as kubectl is asked for them. */
export const tagResource = "istiorevisiontags.sailoperator.io";

/** The tag of ours that keeps a revision: one name for all, as a row holds one at a time, and no version in the name of a file. */
export function holdName({ controlPlane }: Pick<Mesh, "controlPlane">): string {
  return `${controlPlane.name}-hold`;
}

/** Gateways that ask for another revision in the second state than in the first. */
export function movedGateways(mesh: Mesh, from: MeshState, to: MeshState): readonly PinnedGateway[] {
  return pinnedGateways(mesh).filter(
    (one) => from.gatewayRevisions?.[gatewayId(one)] !== to.gatewayRevisions?.[gatewayId(one)],
  );
}

/**
 * Gateways beside which a second Deployment comes to stand. None where the gateway itself has moved already: on the way back, what it leaves is ahead of
 * what a second one would try.
 */
export function addedCanaries(mesh: Mesh, from: MeshState, to: MeshState): readonly ProxyDeployment[] {
  return canariesOnlyIn(mesh, to, from).filter(({ namespace }) => {
    const version = planeOf(to, to.revisions?.[namespace] ?? "")?.version;
    return sidecarVersions(from, namespace).join() !== version;
  });
}

/** Gateways beside which no second Deployment stands any more. */
export function goneCanaries(mesh: Mesh, from: MeshState, to: MeshState): readonly ProxyDeployment[] {
  return canariesOnlyIn(mesh, from, to);
}

function canariesOnlyIn(mesh: Mesh, one: MeshState, other: MeshState): readonly ProxyDeployment[] {
  const id = ({ namespace, deployment }: ProxyDeployment) => `${namespace}/${deployment}`;
  return restartedGateways(mesh).filter(
    (gateway) => one.gatewayCanaries?.includes(id(gateway)) && !other.gatewayCanaries?.includes(id(gateway)),
  );
}
