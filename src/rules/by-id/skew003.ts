import { chartJumps } from "../charts/steps";
import { about, type Rule } from "../rule";
import { jumpsOf } from "../versions/jumps";

export const skew003: Rule = {
  id: "SKEW003",
  step: (step) => [
    ...jumpsOf(step)
      .filter(({ published }) => !published)
      .map(({ istio, from, to, name }) =>
        about("SKEW003", istio, {
          at: ["spec", "version"],
          message: `spec.version goes from ${from} to ${to} in place, and ${name} is no jump that ${step.after.distribution.title} publishes`,
          hint: "Go through the minors in between, one step and one rollout of the data plane each.",
        }),
      ),
    ...chartJumps(step),
  ],
};
