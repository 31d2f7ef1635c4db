import type { Construct } from "constructs";
import { LiteralObject } from "./literal-object";
import { ownedNamespaceProtection } from "./protection";

/**
 * What {@link OperatorGroup} needs.
 * @example const props: OperatorGroupProps = { name: "sailoperator", namespace: "operators" };
 */
export interface OperatorGroupProps {
  /** Name of the OperatorGroup. @example "sailoperator" */
  readonly name: string;
  /** Namespace of the operator. There may be one OperatorGroup in it: with two, OLM fails every operator there. @example "operators" */
  readonly namespace: string;
}

/**
 * What OLM needs beside a Subscription: `operators.coreos.com/v1`, for all namespaces, which is the only mode that operators of meshes
 * have. Without one OLM installs nothing, without a word.
 *
 * @example
 * new OperatorGroup(chart, "group", { name: "sailoperator", namespace: "operators" });
 */
export class OperatorGroup extends LiteralObject {
  constructor(scope: Construct, id: string, props: OperatorGroupProps) {
    super(scope, id, {
      apiVersion: "operators.coreos.com/v1",
      kind: "OperatorGroup",
      metadata: { name: props.name, namespace: props.namespace, annotations: ownedNamespaceProtection },
      body: { spec: {} },
    });
  }
}
