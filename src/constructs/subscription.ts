import type { Construct } from "constructs";
import { defined, LiteralObject, type MoreMetadata, metadataOf } from "./literal-object";

/**
 * Which operator OLM installs, from where.
 * @example
 * const props: SubscriptionProps = {
 *   namespace: "openshift-operators",
 *   package: "servicemeshoperator3",
 *   channel: "stable-3.1",
 *   source: "redhat-operators",
 *   sourceNamespace: "openshift-marketplace",
 * };
 */
export interface SubscriptionProps extends MoreMetadata {
  /** Name of the Subscription. @default the package */
  readonly name?: string | undefined;
  /** Namespace of the Subscription, and of the operator. @example "openshift-operators" */
  readonly namespace: string;
  /** OLM package. @example "servicemeshoperator3" */
  readonly package: string;
  /** OLM channel. @example "stable-3.1" */
  readonly channel: string;
  /** Who approves InstallPlans. @default Manual */
  readonly approval?: "Automatic" | "Manual";
  /** CatalogSource that holds the package. @example "redhat-operators" */
  readonly source: string;
  /** Namespace of the CatalogSource. @example "openshift-marketplace" */
  readonly sourceNamespace: string;
  /**
   * CSV that a first install takes. OLM ignores later edits, but the field tells a reviewer which release the phase wants,
   * and a cluster built from this phase starts there. @default the channel's head
   */
  readonly startingCsv?: string;
  /** Where the operator's pod runs, its resources and environment; passed through untouched. @default none */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The operator's OLM Subscription: `operators.coreos.com/v1alpha1`.
 * @example
 * new Subscription(chart, "operator", {
 *   namespace: "openshift-operators",
 *   package: "servicemeshoperator3",
 *   channel: "stable-3.1",
 *   source: "redhat-operators",
 *   sourceNamespace: "openshift-marketplace",
 * });
 */
export class Subscription extends LiteralObject {
  constructor(scope: Construct, id: string, props: SubscriptionProps) {
    super(scope, id, {
      apiVersion: "operators.coreos.com/v1alpha1",
      kind: "Subscription",
      metadata: { name: props.name ?? props.package, namespace: props.namespace, ...metadataOf(props) },
      body: {
        spec: defined({
          name: props.package,
          channel: props.channel,
          startingCSV: props.startingCsv,
          installPlanApproval: props.approval ?? "Manual",
          source: props.source,
          sourceNamespace: props.sourceNamespace,
          config: props.config,
        }),
      },
    });
  }
}
