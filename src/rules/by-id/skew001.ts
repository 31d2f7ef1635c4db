import type { Finding } from "../../findings/finding";
import { chartSkew } from "../charts/skew";
import { chartsTogether } from "../charts/steps";
import type { Rule, Step } from "../rule";
import { patchAhead, skewRule } from "../versions/skew";

const hint =
  "On the way up the control plane moves first, on the way down it moves last; each part in a step of its own.";
const ahead = skewRule("SKEW001", "ahead", hint);

export const skew001: Rule = {
  ...ahead,
  state: (set) => [...(ahead.state?.(set) ?? []), ...chartSkew(set, "SKEW001", "ahead", hint)],
  step: (step: Step): readonly Finding[] => [
    ...(ahead.step?.(step) ?? []),
    ...patchAhead(step, hint),
    ...chartsTogether(step),
  ],
};
