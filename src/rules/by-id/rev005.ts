import { textAt } from "../../source/object-paths";
import { sailObjects } from "../objects";
import { isIdle, isRevisionBased, movedRevisions, namesRevision, revisionOf } from "../revisions";
import { about, type CheckedObject, type Rule } from "../rule";

/** Seconds in which somebody can look at a new control plane and go back. */
const enough = 3600;

export const rev005: Rule = {
  id: "REV005",
  step: (step) =>
    movedRevisions(step).flatMap(({ before, after }) => {
      const [old, grace] = [revisionOf(before), graceOf(after)];
      const isHeld = sailObjects(step.after, ["IstioRevisionTag"]).some((one) => namesRevision(one, old));
      // Taken back from the middle: everybody asks for the other one by then, and nobody goes back to this one.
      const isLeft = isIdle(step.before, before);
      if (!isRevisionBased(after) || grace >= enough || isHeld || isLeft) return [];
      return [
        about("REV005", after, {
          at: ["spec", "updateStrategy"],
          message: `${old} is deleted ${grace} seconds after its last use: whoever restarted last has no way back`,
        }),
      ];
    }),
};

function graceOf({ object }: CheckedObject): number {
  // The operator's default.
  return Number(textAt(object, "spec", "updateStrategy", "inactiveRevisionDeletionGracePeriodSeconds") ?? 30);
}
