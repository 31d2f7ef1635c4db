import { findRelease, isInstallable } from "../catalog/lookup";
import type { Distribution } from "../catalog/types";
import { type Finding, finding } from "../findings/finding";
import { ownerMovesFirst } from "./external-cni";
import type { Phase } from "./phase";

/** VER003 where the operator that a row moves to does not install what somebody else's IstioCNI asks for: it would not be seen to any more. */
export function externalCniFindings(distribution: Distribution, phases: readonly Phase[]): readonly Finding[] {
  return phases.flatMap(({ kind, state }) => {
    const release = findRelease(distribution, state.operatorRelease);
    if (kind !== "operator" || state.cniOwnership !== "external" || state.cni === undefined || !release) return [];
    if (isInstallable(release, state.cni)) return [];
    return [
      finding("VER003", {
        path: ["spec", "cni", "ownership"],
        message: `operator release ${release.version} does not install ${state.cni}, which the IstioCNI of somebody else runs`,
        hint: ownerMovesFirst,
      }),
    ];
  });
}
