import { about, type Rule } from "../rule";
import { jumpsOf } from "../versions/jumps";

export const skew004: Rule = {
  id: "SKEW004",
  step: (step) =>
    jumpsOf(step).flatMap(({ istio, from, to, name, published }) => {
      // Once it is accepted the planner keeps it visible; a second warning here would say the same.
      if (!published || step.after.acceptedJumps.includes(name)) return [];
      return [
        about("SKEW004", istio, {
          at: ["spec", "version"],
          severity: "error",
          message: `spec.version goes from ${from} to ${to} in place: the vendor publishes the jump ${name}, and nobody has accepted it`,
          hint: `Accept ${name} by name (spec.upgrade.acceptVendorJumps in mesh.yaml).`,
          citation: published.citation,
        }),
      ];
    }),
};
