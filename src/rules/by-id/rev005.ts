import { textAt } from "../../objects/object-paths";
import { isSnapshot, orderEntries } from "../engines/order";
import { sailObjects } from "../objects";
import { isIdle, isRevisionBased, movedRevisions, namesRevision, revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

/** Seconds in which somebody can look at a new control plane and go back. */
const enough = 3600;

export const rev005: Rule = {
  id: "REV005",
  state: (set) =>
    shortOf(set).map((one) =>
      about("REV005", one, {
        at,
        message: `a revision is deleted ${graceOf(one)} seconds after its last use: with the next version, whoever restarts last has no way back`,
        hint: "Raise inactiveRevisionDeletionGracePeriodSeconds, to a day (86400) for example.",
      }),
    ),
  step: (step) =>
    movedRevisions(step).flatMap(({ before, after }) => {
      const [old, grace] = [revisionOf(before), graceOf(after)];
      const isHeld = sailObjects(step.after, ["IstioRevisionTag"]).some((one) => namesRevision(one, old));
      // Taken back from the middle: everybody asks for the other one by then, and nobody goes back to this one.
      const isLeft = isIdle(step.before, before);
      // A tag holds it until somebody moves the tag, and the period that it had goes in this very step.
      const isKept = isHeld && graceOf(before) < enough;
      if (!isRevisionBased(after) || grace >= enough || isKept || isLeft) return [];
      // Of folders that are no phases, the state itself says it.
      if (step.kind === undefined && shortOf(step.after).includes(after)) return [];
      return [
        about("REV005", after, {
          at,
          message: `${old} is deleted ${grace} seconds after its last use: whoever restarted last has no way back`,
        }),
      ];
    }),
};

const at = ["spec", "updateStrategy"];

/** RevisionBased control planes with such a period, and with no tag that holds one of their revisions by its name; phases of ours are planned. */
function shortOf(set: ManifestSet): readonly CheckedObject[] {
  const short = sailObjects(set, ["Istio"]).filter((one) => isRevisionBased(one) && graceOf(one) < enough);
  if (short.length === 0 || isSnapshot(orderEntries(set))) return [];
  // The one that it had before as well: it goes when somebody moves the tag, and the new one is not asked for yet.
  return short.filter((one) => !sailObjects(set, ["IstioRevisionTag"]).some((tag) => holdsOneOf(tag, one)));
}

function holdsOneOf({ object }: CheckedObject, controlPlane: CheckedObject): boolean {
  const target = textAt(object, "spec", "targetRef", "name") ?? "";
  const isRevision = textAt(object, "spec", "targetRef", "kind") === "IstioRevision";
  return isRevision && target.startsWith(`${controlPlane.object.metadata.name}-v`);
}

function graceOf({ object }: CheckedObject): number {
  // The operator's default.
  return Number(textAt(object, "spec", "updateStrategy", "inactiveRevisionDeletionGracePeriodSeconds") ?? 30);
}
