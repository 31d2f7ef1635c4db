import { vendorJump } from "../../catalog/lookup";
import type { VendorJump } from "../../catalog/types";
import { minorDistance, minorOf } from "../../catalog/version";
import { pairs } from "../changed";
import { sailObjects } from "../objects";
import { isRevisionBased } from "../revisions";
import type { CheckedObject, Step } from "../rule";
import { comparableVersion } from "./versions";

/** An InPlace control plane that crosses more than one minor in one step. */
export interface Jump {
  readonly istio: CheckedObject;
  readonly from: string;
  readonly to: string;
  /** As users accept it: `1.24->1.26`. */
  readonly name: string;
  /** The vendor's own word for it; jumps are published upwards only. */
  readonly published: VendorJump | undefined;
}

/** The jumps of a step. RevisionBased is not among them: there both control planes run until the workloads have moved. */
export function jumpsOf(step: Step): readonly Jump[] {
  return pairs(step, (set) => sailObjects(set, ["Istio"])).flatMap(({ before, after }) => {
    const from = comparableVersion(step.before, before);
    const to = comparableVersion(step.after, after);
    if (from === undefined || to === undefined) return [];
    if (isRevisionBased(after)) return [];
    if (Math.abs(minorDistance(from, to)) <= 1) return [];
    const name = `${minorOf(from)}->${minorOf(to)}`;
    return [
      {
        istio: after,
        from,
        to,
        name,
        published: vendorJump(step.after.distribution, from, to),
      },
    ];
  });
}
