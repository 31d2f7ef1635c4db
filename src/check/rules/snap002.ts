import { changedObjects } from "../changed";
import { isGateJob } from "../objects";
import { about, type Rule } from "../rule";

export const snap002: Rule = {
  id: "SNAP002",
  step: (step) => {
    if (step.kind === "clean-up") return [];
    return changedObjects(step).flatMap(({ before, after }) =>
      before && !after && !isGateJob(before.object)
        ? [
            about("SNAP002", before, {
              message: `${before.object.kind} ${before.object.metadata.name} is gone: both engines delete what is missing`,
            }),
          ]
        : [],
    );
  },
};
