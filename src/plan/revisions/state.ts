import { compareVersions } from "../../catalog/version";
import { isRevisionBased, revisionName } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { enrolledNamespaces } from "../gates";
import { type ControlPlaneState, type MeshState, sidecarVersions } from "../state";

/** What the states of a RevisionBased row say beside versions, where nothing moves; InPlace there is nothing. */
export function revisionsAtRest(mesh: Mesh, version: string): Pick<MeshState, "controlPlanes" | "tags" | "revisions"> {
  const { name } = mesh.controlPlane;
  if (!isRevisionBased(mesh)) return { controlPlanes: [{ istio: name, revision: name, version }], tags: [] };
  const revision = revisionName(name, version);
  return {
    controlPlanes: [{ istio: name, revision, version }],
    tags: mesh.revisionTags.map((tag) => ({ name: tag.name, revision })),
    revisions: Object.fromEntries(enrolledNamespaces(mesh).map((namespace) => [namespace, revision])),
  };
}

/** The state with what sidecars may run by now, namespace by namespace: `inTransit` has all of it while they differ. */
export function withSidecars(
  state: MeshState,
  workloadsByNamespace: Readonly<Record<string, readonly string[]>>,
): MeshState {
  const running = [...new Set(Object.values(workloadsByNamespace).flat())].sort(compareVersions);
  const { inTransit: _, ...rest } = state;
  return {
    ...rest,
    workloadsByNamespace,
    ...(running.length > 1
      ? { inTransit: { workloads: running } }
      : running[0] !== undefined && { workloads: running[0] }),
  };
}

/** Whether pods may be connected to a control plane: what it injects has its version. */
export function hasProxies(state: MeshState, { version }: Pick<ControlPlaneState, "version">): boolean {
  return Object.keys(state.revisions ?? {}).some((name) => sidecarVersions(state, name).includes(version));
}

/** Whether anything is lost when a control plane goes: a label or a tag asks for it, or pods may be connected to it. */
export function isUsed(state: MeshState, { revision, version }: ControlPlaneState): boolean {
  return (
    state.tags.some((tag) => tag.revision === revision) ||
    Object.values(state.revisions ?? {}).includes(revision) ||
    hasProxies(state, { version })
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
export function holdName({ controlPlane }: Pick<Mesh, "controlPlane">): string {
  return `${controlPlane.name}-hold`;
}
