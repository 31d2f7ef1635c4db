import { revisionName } from "../../catalog/revisions";
import { compareVersions } from "../../catalog/version";
import { type ProxyDeployment, restartedGateways } from "../../mesh/gateways";
import { isRevisionBased } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { gatewayId, type PinnedGateway, pinnedGateways } from "../../mesh/pinned-gateways";
import { enrolledNamespaces } from "../enrolled";
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

/** The state with what sidecars may run by now, namespace by namespace: `inTransit` has all of it while they differ. */
export function withSidecars(
  state: MeshState,
  workloadsByNamespace: Readonly<Record<string, readonly string[]>>,
): MeshState {
  const running = [...new Set(Object.values(workloadsByNamespace).flat())].sort(compareVersions);
  const { inTransit: { gateways } = {}, ...rest } = state;
  const inTransit = { ...(gateways && { gateways }), ...(running.length > 1 && { workloads: running }) };
  return {
    ...rest,
    workloadsByNamespace,
    ...(running.length === 1 && { workloads: running[0] as string }),
    ...(Object.keys(inTransit).length > 0 && { inTransit }),
  };
}

/** Whether pods may be connected to a control plane: what it injects has its version. */
export function hasProxies(
  state: MeshState,
  { version, revision }: Pick<ControlPlaneState, "version" | "revision">,
): boolean {
  if (Object.values(state.gatewayRevisions ?? {}).includes(revision)) return true;
  return Object.keys(state.revisions ?? {}).some((name) => sidecarVersions(state, name).includes(version));
}

/** Whether anything is lost when a control plane goes: a label or a tag asks for it, or pods may be connected to it. */
export function isUsed(state: MeshState, { revision, version }: ControlPlaneState): boolean {
  return (
    state.tags.some((tag) => tag.revision === revision) ||
    Object.values(state.revisions ?? {}).includes(revision) ||
    hasProxies(state, { revision, version })
  );
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
export function holdName({ controlPlane }: { readonly controlPlane: Pick<Mesh["controlPlane"], "name"> }): string {
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

/** Namespaces that ask for another revision in the one state than in the other, by their label or their tag. */
export function askingOtherwise(one: MeshState, other: MeshState): readonly string[] {
  return Object.entries(one.revisions ?? {}).flatMap(([name, revision]) =>
    other.revisions?.[name] === revision ? [] : [name],
  );
}
