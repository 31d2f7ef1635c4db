import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../checks";
import type { PhaseDraft } from "../in-place/draft";
import { labelGates, verifyGates } from "../phase-checks";
import { goneObjects } from "./carried";
import { labelChanges, mayStay } from "./label-changes";

/**
 * What must hold when the cluster has gone from one description to its neighbour, in either direction: the whole mesh as the second one has it,
 * and nothing left of what only the first one had.
 * @param start the description that the row starts from; nothing where the row is none of changes
 */
export function changeGates(start: Mesh | undefined, from: PhaseDraft | undefined, to: PhaseDraft): readonly Check[] {
  const [was, is] = [from?.described?.mesh, to.described?.mesh];
  if (!start || !was || !is) return [];
  const unlabelled = labelChanges(was, is).flatMap((change) =>
    change.gone
      .filter((label) => !mayStay(start, change, label))
      .map((label): Check => ({ check: "namespace-without-label", namespace: change.name, label })),
  );
  const tags = to.state.tags
    .filter(({ name }) => !from?.state.tags.some((one) => one.name === name))
    .map(({ name, revision }): Check => ({ check: "revision-tag", tag: name, revision }));
  return [
    ...tags,
    ...labelGates(is, to.state),
    ...unlabelled,
    ...goneObjects(was, is).map((one): Check => ({ check: "object-gone", ...one })),
    ...verifyGates(is, to.state),
  ];
}
