import type { Finding } from "../../findings/finding";
import type { Rule, Step } from "../rule";
import { patchAhead, skewRule } from "../versions/skew";

const hint =
  "On the way up the control plane moves first, on the way down it moves last; each part in a step of its own.";
const ahead = skewRule("SKEW001", "ahead", hint);

export const skew001: Rule = {
  ...ahead,
  step: (step: Step): readonly Finding[] => [...(ahead.step?.(step) ?? []), ...patchAhead(step, hint)],
};
