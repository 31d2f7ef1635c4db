import { versionOf } from "../objects";
import { about, type Rule } from "../rule";
import { movedZtunnels, rollSettings } from "../ztunnel";

export const ztn004: Rule = {
  id: "ZTN004",
  step: (step) =>
    movedZtunnels(step).flatMap(({ before, after }) => {
      const settings = rollSettings(after);
      const earlier = rollSettings(before);
      const changed = Object.keys(settings).filter((key) => settings[key] !== earlier[key]);
      if (changed.length === 0) return [];
      return [
        about("ZTN004", after, {
          at: ["spec", "values", "ztunnel", changed[0] ?? ""],
          message: `${changed.join(" and ")} ${changed.length > 1 ? "change" : "changes"} together with spec.version (${versionOf(before)} to ${versionOf(after)}): the old pods still drain with the old settings`,
          hint: `Change ${changed.length > 1 ? "them" : "it"} one phase earlier, at ${versionOf(before)}.`,
        }),
      ];
    }),
};
