import { minorOf } from "../catalog/version";
import { InputError } from "../findings/input-error";
import type { Mesh } from "../mesh/mesh";
import type { Phase } from "./phase";
import { controlPlaneVersion, type MeshState } from "./state";

/**
 * Values for a minor that no part enters would never be set.
 * @throws InputError with every such minor
 */
export function refuseUnentered({ upgrade }: Mesh, phases: readonly Phase[]): void {
  const entered = new Set(phases.flatMap(({ state }, index) => enteredBy(phases[index - 1]?.state ?? state, state)));
  const hint =
    entered.size > 0
      ? `It enters ${[...entered].join(", ")}; a minor stands in quotes: "1.30".`
      : "It enters no minor.";
  const problems = Object.keys(upgrade?.values ?? {})
    .filter((minor) => !entered.has(minor))
    .map((minor) => ({
      message: `the row does not enter Istio ${minor}`,
      path: ["spec", "upgrade", "values", minor],
      hint,
    }));
  if (problems.length > 0) throw new InputError(problems);
}

/** Minors that parts come to from another one. */
function enteredBy(before: MeshState, after: MeshState): readonly string[] {
  const minors = (state: MeshState) =>
    [controlPlaneVersion(state), state.cni, state.ztunnel].map((one) => (one === undefined ? undefined : minorOf(one)));
  const was = minors(before);
  return minors(after).filter((minor, index) => minor !== undefined && minor !== was[index]) as string[];
}
