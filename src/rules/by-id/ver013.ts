import { minorDistance, withV } from "../../catalog/version";
import { pairs } from "../changed";
import { sailObjects, versionOf } from "../objects";
import { about, type Rule, type Step } from "../rule";
import { comparableVersion, controlPlaneKinds } from "../versions";

export const ver013: Rule = {
  id: "VER013",
  step: (step) => {
    // The planner walks back on purpose, one part after the other, and proves each state.
    if (step.kind !== undefined || controlPlaneMoves(step)) return [];
    return pairs(step, (set) => sailObjects(set, ["IstioCNI", "ZTunnel"])).flatMap(({ before, after }) => {
      const [from, to] = [comparableVersion(step.before, before), comparableVersion(step.after, after)];
      if (from === undefined || to === undefined || minorDistance(from, to) >= 0) return [];
      return [
        about("VER013", after, {
          at: ["spec", "version"],
          message: `${after.object.kind} goes down from ${from} to ${to}, and the control plane stays`,
        }),
      ];
    });
  },
};

function controlPlaneMoves(step: Step): boolean {
  return pairs(step, (set) => sailObjects(set, controlPlaneKinds)).some(
    ({ before, after }) => withV(versionOf(before) ?? "") !== withV(versionOf(after) ?? ""),
  );
}
