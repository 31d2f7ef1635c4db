import { channelHead } from "../../catalog/channels";
import { csvName } from "../../catalog/csv-name";
import type { Distribution, OperatorRelease } from "../../catalog/types";
import { identity } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type Rule } from "../rule";

/**
 * A step that asks a public catalogue for another release than the channel's head. A CatalogSource of another name is taken for a
 * mirror that may end anywhere; a first install takes what startingCSV says.
 */
export const ver009: Rule = {
  id: "VER009",
  step: ({ before, after }) => {
    const { distribution } = after;
    const earlier = new Map(subscriptions(before).map((one) => [identity(one.object), one]));
    return subscriptions(after).flatMap((one) => {
      const was = earlier.get(identity(one.object));
      const wanted = askedFor(distribution, one);
      const channel = textAt(one.object, "spec", "channel");
      if (!was || !wanted || channel === undefined || !isPublic(distribution, one)) return [];
      if (askedFor(distribution, was) === wanted) return [];
      const head = channelHead(distribution, channel);
      if (!head || head.version === wanted.version) return [];
      return [
        about("VER009", one, {
          severity: "warning",
          at: ["spec", "startingCSV"],
          message: `this step asks for operator release ${wanted.version}, and OLM will offer ${head.version}, the head of channel ${channel} in ${distribution.policy.catalogSource.name}`,
          hint: "startingCSV is read at the first install only: plan for the head, or follow a mirrored catalogue that ends at the wanted release.",
        }),
      ];
    });
  },
};

function subscriptions(set: Parameters<typeof objectsOf>[0]): readonly CheckedObject[] {
  return objectsOf(set, "operators.coreos.com", "Subscription").filter(
    ({ object }) => textAt(object, "spec", "name") === set.distribution.package,
  );
}

function askedFor(distribution: Distribution, { object }: CheckedObject): OperatorRelease | undefined {
  const csv = textAt(object, "spec", "startingCSV");
  return distribution.releases.find((one) => csvName(distribution, one.version) === csv);
}

function isPublic({ policy: { catalogSource } }: Distribution, { object }: CheckedObject): boolean {
  return (
    textAt(object, "spec", "source") === catalogSource.name &&
    textAt(object, "spec", "sourceNamespace") === catalogSource.namespace
  );
}
