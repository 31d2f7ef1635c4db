import { finding } from "../../findings/finding";
import { changedObjects } from "../changed";
import type { Rule } from "../rule";

export const del003: Rule = {
  id: "DEL003",
  step: (step) => {
    if (changedObjects(step).length > 0) return [];
    const what = step.kind === undefined ? "this step" : `this ${step.kind} phase`;
    return [
      finding("DEL003", { message: `no object that the engine tracks changes in ${what}, so it starts no sync` }),
    ];
  },
};
