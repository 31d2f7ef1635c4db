import { skewRule } from "../versions/skew";

export const skew002 = skewRule(
  "SKEW002",
  "behind",
  "Let the data plane follow before the control plane goes on; never more than one minor at a time.",
);
