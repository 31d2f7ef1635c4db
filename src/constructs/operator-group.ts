import type { Construct } from "constructs";
import { LiteralObject } from "./literal-object";

export interface OperatorGroupProps {
  readonly name: string;
  /** The operator's namespace; it may hold one OperatorGroup only. */
  readonly namespace: string;
}

/** What OLM wants in a namespace before it installs an operator there: `operators.coreos.com/v1`, for all namespaces of the cluster. */
export class OperatorGroup extends LiteralObject {
  constructor(scope: Construct, id: string, { name, namespace }: OperatorGroupProps) {
    super(scope, id, {
      apiVersion: "operators.coreos.com/v1",
      kind: "OperatorGroup",
      metadata: { name, namespace },
      body: { spec: {} },
    });
  }
}
