import type { Construct } from "constructs";
import { type JobParts, jobSpec } from "../gates/job/spec";
import { LiteralObject } from "./literal-object";

export interface KubectlJobProps extends JobParts {
  readonly name: string;
  readonly namespace: string;
}

/**
 * A Job that runs kubectl once per container, and a shell only where kubectl alone cannot judge: what it asked last, and the answer, is in the log of the
 * container that failed. A pod that fails is tried again a few times: what an operator makes may not be there yet.
 */
export class KubectlJob extends LiteralObject {
  constructor(scope: Construct, id: string, { name, namespace, ...parts }: KubectlJobProps) {
    super(scope, id, {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name, namespace, labels: { ...parts.labels } },
      body: { spec: jobSpec(parts) },
    });
  }
}
