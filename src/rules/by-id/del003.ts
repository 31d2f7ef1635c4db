import { finding } from "../../findings/finding";
import { canonicalJson } from "../../objects/canonical-json";
import { changedObjects, isTracked } from "../changed";
import type { ManifestSet, Rule } from "../rule";

export const del003: Rule = {
  id: "DEL003",
  step: (step) => {
    if (changedObjects(step).length > 0) return [];
    // A commit of documents alone is no step; one of hooks alone was meant to be one.
    if (step.kind === undefined && hooksOf(step.before) === hooksOf(step.after)) return [];
    const what = step.kind === undefined ? "this step" : `this ${step.kind} phase`;
    return [
      finding("DEL003", { message: `no object that the engine tracks changes in ${what}, so it starts no sync` }),
    ];
  },
};

/** What engines run beside a sync. */
function hooksOf({ objects }: ManifestSet): string {
  const hooks = objects.filter((one) => !isTracked(one)).map(({ object }) => canonicalJson(object));
  return hooks.sort().join("\n");
}
