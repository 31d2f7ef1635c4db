import type { FollowedChannel } from "../../catalog/subscription";
import { textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";

/** An OLM Subscription of the operator that runs the mesh. */
export interface OperatorSubscription extends FollowedChannel {
  readonly one: CheckedObject;
  /** `3.1.2` of `startingCSV`, when it is one of this operator's. */
  readonly starting: string | undefined;
}

/** The Subscriptions of the distribution's package. Without a word about approval, OLM approves by itself. */
export function operatorSubscriptions(set: ManifestSet): readonly OperatorSubscription[] {
  const { package: name } = set.distribution;
  return objectsOf(set, "operators.coreos.com", "Subscription")
    .filter(({ object }) => textAt(object, "spec", "name") === name)
    .map((one) => {
      const csv = textAt(one.object, "spec", "startingCSV");
      return {
        one,
        channel: textAt(one.object, "spec", "channel") ?? "",
        approval: textAt(one.object, "spec", "installPlanApproval") === "Manual" ? "Manual" : "Automatic",
        starting: csv?.startsWith(`${name}.v`) ? csv.slice(name.length + 2) : undefined,
      };
    });
}
