import { compareVersions, isAlias, minorDistance, withV } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { pairs } from "../changed";
import { sailObjects, versionOf } from "../objects";
import { about, type Rule, type Step } from "../rule";
import { comparableVersion, controlPlaneKinds } from "../versions/versions";

export const ver013: Rule = {
  id: "VER013",
  step: (step) => {
    // The planner walks back on purpose, one part after the other, and proves each state.
    if (step.kind !== undefined) return [];
    const together = goesDown(step);
    if (together.length > 0 || controlPlaneMoves(step)) return together;
    return pairs(step, (set) => sailObjects(set, ["IstioCNI", "ZTunnel"])).flatMap(({ before, after }) => {
      const [from, to] = [comparableVersion(step.before, before), comparableVersion(step.after, after)];
      if (from === undefined || to === undefined || compareVersions(to, from) >= 0) return [];
      return [
        about("VER013", after, {
          at: ["spec", "version"],
          message: `${after.object.kind} goes down from ${from} to ${to}, and the control plane stays`,
        }),
      ];
    });
  },
};

/** The control plane goes down within its minor; by more is a matter of skew. */
function goesDown(step: Step): readonly Finding[] {
  return pairs(step, (set) => sailObjects(set, controlPlaneKinds)).flatMap(({ before, after }) => {
    const [from, to] = [comparableVersion(step.before, before), comparableVersion(step.after, after)];
    const isExact = [from, to].every((version) => version !== undefined && !isAlias(version));
    if (
      from === undefined ||
      to === undefined ||
      !isExact ||
      minorDistance(from, to) !== 0 ||
      compareVersions(to, from) >= 0
    )
      return [];
    const message = `${after.object.kind} goes down from ${from} to ${to}: what the versions between have mended is broken again`;
    return [about("VER013", after, { at: ["spec", "version"], message })];
  });
}

function controlPlaneMoves(step: Step): boolean {
  return pairs(step, (set) => sailObjects(set, controlPlaneKinds)).some(
    ({ before, after }) => withV(versionOf(before) ?? "") !== withV(versionOf(after) ?? ""),
  );
}
