import { skewRule } from "../versions/skew";

export const skew001 = skewRule(
  "SKEW001",
  "ahead",
  "On the way up the control plane moves first, on the way down it moves last; each part in a step of its own.",
);
