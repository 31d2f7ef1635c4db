import type { Distribution } from "../../../catalog/types";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { withoutNulls } from "../../../mesh/null-values";
import type { MeshSpecInput } from "../../../mesh/schema";
import { mapAt } from "../../../mesh/settings/setting";
import { textAt } from "../../../objects/object-paths";
import type { Found } from "../input/found";
import type { Guess } from "./guesses";
import { moreMetadata } from "./more-metadata";

type Subscription = NonNullable<MeshSpecInput["operator"]["subscription"]>;

const path = ["spec", "operator", "subscription"];

/** What is read of a Subscription. */
export interface AdoptedSubscription {
  readonly subscription: Subscription;
  readonly guesses: readonly Guess[];
}

/** The operator's Subscription as mesh.yaml describes it, with what had to be guessed. */
export function adoptSubscription(
  object: KubernetesObject,
  distribution: Distribution,
  live: boolean,
): AdoptedSubscription {
  const { policy } = distribution;
  const { name, namespace } = object.metadata;
  const channel = textAt(object, "spec", "channel");
  const source = textAt(object, "spec", "source");
  const sourceNamespace = textAt(object, "spec", "sourceNamespace");
  const config = withoutNulls(object.kind, mapAt(object, "spec", "config"));
  const guesses: Guess[] = [];
  if (live) {
    guesses.push({ path, because: "it was read from a cluster; leave it out unless it is in Git, too" });
  }
  if (namespace === undefined) {
    guesses.push({ path: [...path, "namespace"], because: `where it usually lives; ${objectId(object)} names none` });
  }
  if (channel === undefined) {
    guesses.push({ path: [...path, "channel"], because: "the package's default channel; the Subscription names none" });
  }
  return {
    subscription: {
      namespace: namespace ?? policy.operatorNamespace,
      channel: channel ?? "stable",
      // Left out, OLM approves by itself.
      approval: textAt(object, "spec", "installPlanApproval") === "Manual" ? "Manual" : "Automatic",
      ...(name !== distribution.package && { name }),
      ...(source !== undefined && source !== policy.catalogSource.name && { source }),
      ...(sourceNamespace !== undefined && sourceNamespace !== policy.catalogSource.namespace && { sourceNamespace }),
      ...(Object.keys(config).length > 0 && { config }),
      ...moreMetadata(object),
    },
    guesses,
  };
}

/** The same with the OperatorGroup that stands beside it. */
export function withGroup(
  { subscription, guesses }: AdoptedSubscription,
  { object }: Found,
  distribution: Distribution,
): AdoptedSubscription {
  const { name } = object.metadata;
  return {
    subscription: { ...subscription, ...(name !== distribution.package && { operatorGroup: name }) },
    guesses,
  };
}

/** What is said of an OperatorGroup that no key holds. */
export function carriedGroup(found: Found | undefined, described: Found | undefined): readonly string[] {
  if (!found || described) return [];
  const { namespace } = found.object.metadata;
  return [
    `${objectId(found.object)} is carried as it is: with Namespace ${namespace} in the input, too, it is operator.subscription.operatorGroup`,
  ];
}

/** A Subscription where mesh.yaml says that it stands: one that names no namespace is compared with that. */
export function inNamespace(found: Found, namespace: string | undefined): Found {
  const { metadata, ...rest } = found.object;
  return { ...found, object: { ...rest, metadata: { ...metadata, namespace } } as KubernetesObject };
}
