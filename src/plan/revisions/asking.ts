import { compareVersions } from "../../catalog/version";
import type { Mesh } from "../../mesh/mesh";
import type { PhaseDraft } from "../in-place/draft";
import type { ManualStep } from "../manual-steps";
import { type MeshState, sidecarVersions } from "../state";
import { withSidecars } from "./state";

/** From one revision to the next. */
export interface Move {
  readonly mesh: Mesh;
  readonly from: { readonly version: string; readonly revision: string };
  readonly to: { readonly version: string; readonly revision: string };
}

/** One step of it; nothing where the mesh has nothing for it to do. */
export type Step = (
  move: Move,
  state: MeshState,
) => (Omit<PhaseDraft, "manual"> & { readonly manual?: readonly ManualStep[] }) | undefined;

/** Whether all that runs in a namespace has come to the end of a move. */
export function hasArrived({ to }: Pick<Move, "to">, state: MeshState, namespace: string): boolean {
  return state.revisions?.[namespace] === to.revision && sidecarVersions(state, namespace).join() === to.version;
}

/** Namespaces that ask for a revision, and the versions that their sidecars may be of by then. */
export function asking(
  state: MeshState,
  namespaces: readonly string[],
  revision: string,
  versions: readonly string[],
): MeshState {
  const entries = <Value>(value: Value) => Object.fromEntries(namespaces.map((name) => [name, value]));
  return {
    ...withSidecars(state, { ...state.workloadsByNamespace, ...entries([...versions].sort(compareVersions)) }),
    revisions: { ...state.revisions, ...entries(revision) },
  };
}

/** The tag that a namespace follows. */
export function tagOf({ namespaces }: Mesh, name: string): string | undefined {
  return namespaces.find((one) => one.name === name)?.revisionTag;
}
