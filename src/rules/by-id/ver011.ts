import { withV } from "../../catalog/version";
import { finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { pairs } from "../changed";
import { sailObjects, versionedKinds, versionOf } from "../objects";
import { operatorMove } from "../operator-moves";
import { about, type Rule } from "../rule";

export const ver011: Rule = {
  id: "VER011",
  step: (step) => {
    const move = operatorMove(step);
    if (!move) return [];
    const { from, to, down, minors, subscription } = move;
    const { policy, title } = step.after.distribution;
    const moved = pairs(step, (set) => sailObjects(set, versionedKinds)).filter(
      ({ before, after }) => withV(versionOf(before) ?? "") !== withV(versionOf(after) ?? ""),
    );
    const says = [
      ...(down
        ? [
            `the operator goes down from ${from} to ${to}: ${subscription ? "OLM has no downgrade, and CRDs are not downgraded either" : "its CRDs are not downgraded, nor is what it has installed"}`,
          ]
        : []),
      ...(!down && minors > policy.operatorMinorsPerHop
        ? [`the operator goes from ${from} to ${to}: ${title} supports ${policy.operatorMinorsPerHop} minor at a time`]
        : []),
      ...(moved.length > 0
        ? [
            `the operator goes from ${from} to ${to} in one step with spec.version of ${moved.map(({ after }) => objectId(after.object)).join(", ")}: which of them is first is up to the engine`,
          ]
        : []),
    ];
    return says.map((message) => {
      const at = ["spec", "channel"];
      return subscription ? about("VER011", subscription, { at, message }) : finding("VER011", { message });
    });
  },
};
