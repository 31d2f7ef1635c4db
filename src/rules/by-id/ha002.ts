import { withV } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import { changedObjects, pairs } from "../changed";
import { versionOf } from "../objects";
import { type IstiodPods, istiodPods, valuesOf } from "../pods/istiod-pods";
import { about, type Rule, type Step } from "../rule";
import { matchSelector } from "../selector";

export const ha002: Rule = {
  id: "HA002",
  step: (step) => {
    const [before, after] = [istiodPods(step.before), istiodPods(step.after)];
    return pairs(step, (set) => (set === step.before ? before : after).map(({ one }) => one)).flatMap((pair) => {
      const was = before.find(({ one }) => one === pair.before);
      const is = after.find(({ one }) => one === pair.after);
      if (!was || !is || withV(versionOf(was.one) ?? "") === withV(versionOf(is.one) ?? "")) return [];
      return [...fewer(was, is), ...unguarded(was, is), ...budgetGone(step, was, is)];
    });
  },
};

function fewer(was: IstiodPods, is: IstiodPods): readonly Finding[] {
  if (was.replicas.least < 2 || is.replicas.least > 1) return [];
  return [
    about("HA002", is.one, {
      at: ["spec", "values", "pilot"],
      message: `this step moves ${objectId(is.one.object)} from ${versionOf(was.one)} to ${versionOf(is.one)}, and leaves it one replica where there were at least ${was.replicas.least}`,
    }),
  ];
}

/** The chart makes a budget unless it is told not to. */
function unguarded(was: IstiodPods, is: IstiodPods): readonly Finding[] {
  const path = ["global", "defaultPodDisruptionBudget", "enabled"];
  const isOff = ({ one }: IstiodPods) => valueAt(valuesOf(one), ...path) === false;
  if (isOff(was) || !isOff(is)) return [];
  return [
    about("HA002", is.one, {
      at: ["spec", "values", ...path],
      message: `this step moves ${objectId(is.one.object)} from ${versionOf(was.one)} to ${versionOf(is.one)}, and takes its PodDisruptionBudget away`,
    }),
  ];
}

function budgetGone(step: Step, was: IstiodPods, is: IstiodPods): readonly Finding[] {
  return changedObjects(step).flatMap(({ before, after }) => {
    if (!before || after || !["PodDisruptionBudget", "HorizontalPodAutoscaler"].includes(before.object.kind)) return [];
    const { object } = before;
    if (object.metadata.namespace !== was.namespace || !serves(object, was)) return [];
    return [
      about("HA002", is.one, {
        at: ["spec", "version"],
        message: `this step moves ${objectId(is.one.object)} from ${versionOf(was.one)} to ${versionOf(is.one)}, and takes away ${objectId(object)}, which keeps its istiod available`,
      }),
    ];
  });
}

function serves(object: IstiodPods["one"]["object"], { labels, deployment }: IstiodPods): boolean {
  if (object.kind === "HorizontalPodAutoscaler") {
    return valueAt(object, "spec", "scaleTargetRef", "name") === deployment;
  }
  return matchSelector(valueAt(object, "spec", "selector"), { labels, complete: true }) === "yes";
}
