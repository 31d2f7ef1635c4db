import { changedObjects } from "../changed";
import { isGateJob } from "../objects";
import { about, type CheckedObject, type Rule } from "../rule";

export const snap002: Rule = {
  id: "SNAP002",
  step: (step) => {
    if (step.kind === "clean-up") return [];
    return changedObjects(step).flatMap(({ before, after }) => {
      if (before && !after) {
        if (isGateJob(before.object)) return [];
        const message = `${named(before)} is gone: both engines delete what is missing`;
        return [about("SNAP002", before, { message })];
      }
      // What meshstep itself brings on the way is in its plan. An object that was added in TypeScript is in no plan.
      if (!after || before || !after.origin || !("construct" in after.origin)) return [];
      const message = `${named(after)} begins in this phase: walking back deletes it`;
      return [about("SNAP002", after, { severity: "warning", message, hint: "Add it to every phase." })];
    });
  },
};

function named({ object: { kind, metadata } }: CheckedObject): string {
  return `${kind} ${metadata.name}`;
}
