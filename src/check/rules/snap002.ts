import { changedObjects } from "../changed";
import { isGateJob } from "../objects";
import { outlivesItsManifest } from "../protection";
import { about, type Rule } from "../rule";

export const snap002: Rule = {
  id: "SNAP002",
  step: (step) => {
    if (step.kind === "clean-up") return [];
    return changedObjects(step).flatMap(({ before, after }) => {
      if (!before || after || isGateJob(before.object)) return [];
      const { kind, metadata } = before.object;
      const gone = `${kind} ${metadata.name} is gone`;
      return [
        about(
          "SNAP002",
          before,
          outlivesItsManifest(before.object)
            ? {
                message: `${gone} from the manifests: its annotations keep it in the cluster, where nobody looks after it`,
                hint: "When it is to go: delete it by hand after this step, or let it be pruned first (see the fix of DEL004).",
              }
            : { message: `${gone}: both engines delete what is missing` },
        ),
      ];
    });
  },
};
