import type { Check } from "../checks";
import { labelGates, verifyGates } from "../gates";
import type { PhaseDraft } from "../in-place/draft";
import { goneObjects } from "./carried";
import { labelChanges } from "./label-changes";

/**
 * What must hold when the cluster has gone from one description to its neighbour, in either direction: the whole mesh as the second one has it,
 * and nothing left of what only the first one had.
 */
export function changeGates(from: PhaseDraft | undefined, to: PhaseDraft): readonly Check[] {
  const [was, is] = [from?.described?.mesh, to.described?.mesh];
  if (!was || !is) return [];
  const unlabelled = labelChanges(was, is).flatMap(({ name, gone }) =>
    gone.map((label): Check => ({ check: "namespace-without-label", namespace: name, label })),
  );
  return [
    ...labelGates(is, to.state),
    ...unlabelled,
    ...goneObjects(was, is).map((one): Check => ({ check: "object-gone", ...one })),
    ...verifyGates(is, to.state),
  ];
}
