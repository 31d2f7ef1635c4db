import { versionOf } from "../objects";
import { about, type Rule } from "../rule";
import { movedZtunnels, rollSettings, updateType } from "../ztunnel";

export const ztn004: Rule = {
  id: "ZTN004",
  step: (step) =>
    movedZtunnels(step).flatMap(({ before, after }) => {
      const settings = rollSettings(after);
      const earlier = rollSettings(before);
      const changed = Object.keys(settings).filter((key) => settings[key] !== earlier[key]);
      if (changed.length === 0) return [];
      const isFreed = updateType(before) === "OnDelete" && updateType(after) !== "OnDelete";
      const result = isFreed
        ? "no longer do people replace its pods, the DaemonSet rolls over all nodes by itself, whatever runs there"
        : "the old pods still drain with the old settings";
      return [
        about("ZTN004", after, {
          at: ["spec", "values", "ztunnel", changed[0] ?? ""],
          message: `${changed.join(" and ")} ${changed.length > 1 ? "change" : "changes"} together with spec.version (${versionOf(before)} to ${versionOf(after)}): ${result}`,
          hint: isFreed
            ? "Keep OnDelete while the version moves, or change it in a step of its own once all nodes are at one version."
            : `Change ${changed.length > 1 ? "them" : "it"} one phase earlier, at ${versionOf(before)}.`,
        }),
      ];
    }),
};
