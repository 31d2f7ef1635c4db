import type { Construct } from "constructs";
import { LiteralObject } from "./literal-object";

export interface SubscriptionProps {
  /** Name of the Subscription. @default the package */
  readonly name?: string | undefined;
  readonly namespace: string;
  /** OLM package, for example `servicemeshoperator3`. */
  readonly package: string;
  /** For example `stable-3.1`. */
  readonly channel: string;
  /** Who approves InstallPlans. @default Manual */
  readonly approval?: "Automatic" | "Manual";
  /** CatalogSource that holds the package, and its namespace. */
  readonly source: string;
  readonly sourceNamespace: string;
  /**
   * CSV that a first install takes. OLM ignores later edits, but the field tells a reviewer which release the phase wants,
   * and a cluster built from this phase starts there. @default the channel's head
   */
  readonly startingCsv?: string;
}

/** The operator's OLM Subscription: `operators.coreos.com/v1alpha1`. */
export class Subscription extends LiteralObject {
  constructor(scope: Construct, id: string, props: SubscriptionProps) {
    super(scope, id, {
      apiVersion: "operators.coreos.com/v1alpha1",
      kind: "Subscription",
      metadata: { name: props.name ?? props.package, namespace: props.namespace },
      body: {
        spec: {
          name: props.package,
          channel: props.channel,
          ...(props.startingCsv && { startingCSV: props.startingCsv }),
          installPlanApproval: props.approval ?? "Manual",
          source: props.source,
          sourceNamespace: props.sourceNamespace,
        },
      },
    });
  }
}
