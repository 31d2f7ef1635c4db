import { versionOf } from "../objects";
import { about, type Rule } from "../rule";
import { movedZtunnels, updateType } from "../ztunnel";

export const ztn005: Rule = {
  id: "ZTN005",
  step: (step) => {
    if (step.replacedByHand) return [];
    return movedZtunnels(step)
      .filter(({ after }) => updateType(after) === "OnDelete")
      .map(({ after }) =>
        about("ZTN005", after, {
          at: ["spec", "version"],
          // A folder that is no phase of ours does not say what people do next.
          ...(step.kind === undefined && { severity: "warning" as const }),
          message: `spec.version goes to ${versionOf(after)} with updateStrategy OnDelete, and no later phase has people replace the pods: ztunnel stays as it is on every node`,
        }),
      );
  },
};
