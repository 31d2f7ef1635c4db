import { minorBy, sharedCniMinors } from "../plan/external-cni";
import type { Phase } from "../plan/phase";
import type { MeshState } from "../plan/state";

/** Who raises a CNI plugin that is not this mesh's, and by when; nothing where the row moves it itself. */
export function externalCniPlan(phases: readonly Phase[]): string[] {
  const last = phases.at(-1)?.state;
  if (last?.cniOwnership !== "external" || last.cni === undefined) return [];
  return [
    `Somebody else owns the IstioCNI, and no phase writes or moves it. At ${last.cni}, as mesh.yaml says, it serves control planes of ${minorBy(last.cni, -1)} to ${minorBy(last.cni, 1)}: its owner raises it before a row goes on to ${minorBy(last.cni, 2)}, and \`spec.running.cni\` says so then.`,
  ];
}

/** Where a CNI plugin that is not this mesh's may stand while a phase is applied. */
export function externalCniPhase(state: MeshState): string[] {
  if (state.cniOwnership !== "external" || state.cni === undefined) return [];
  return [
    `Somebody else owns the IstioCNI: this phase does not move it. Its owner may, within ${sharedCniMinors(state)}, one minor on either side of every control plane that has proxies; further away it holds the row.`,
  ];
}
