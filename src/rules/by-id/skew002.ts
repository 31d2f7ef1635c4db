import { chartSkew, oldBases } from "../charts/skew";
import type { Rule } from "../rule";
import { skewRule } from "../versions/skew";

const hint = "Let the data plane follow before the control plane goes on; never more than one minor at a time.";
const behind = skewRule("SKEW002", "behind", hint);

export const skew002: Rule = {
  ...behind,
  state: (set) => [...(behind.state?.(set) ?? []), ...chartSkew(set, "SKEW002", "behind", hint), ...oldBases(set)],
};
