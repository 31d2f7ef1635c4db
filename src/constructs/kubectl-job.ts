import type { Construct } from "constructs";
import type { GateContainer } from "../gates/job/containers";
import { defined, LiteralObject } from "./literal-object";

export interface KubectlJobProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What runs, one after the other; each must end with 0. At least one. */
  readonly containers: readonly GateContainer[];
  /** Image with kubectl, or with what the containers run instead; by tag or digest. */
  readonly image: string;
  /** Secret to pull the image with. @default none */
  readonly pullSecret?: string | undefined;
  readonly serviceAccount: string;
  /**
   * Whether it is a workload of the mesh, as the tenant of its namespace: with the tenant's labels, and without the token of its account.
   * @default it never rides the mesh that it looks at
   */
  readonly tenant?: boolean;
  /** Seconds after which it gives up. */
  readonly deadlineSeconds: number;
  /** How often a pod that failed is tried again. @default 6 */
  readonly retries?: number;
}

/** It must not ride the mesh that it looks at. */
const outside = { "istio.io/dataplane-mode": "none", "sidecar.istio.io/inject": "false" };

/**
 * A Job that runs kubectl once per container, and a shell only where kubectl alone cannot judge: what it asked last, and the answer, is in the log of the container that failed. A
 * pod that fails is tried again a few times: what an operator makes may not be there yet.
 */
export class KubectlJob extends LiteralObject {
  constructor(scope: Construct, id: string, props: KubectlJobProps) {
    const { name, namespace, labels, containers, deadlineSeconds, serviceAccount, pullSecret, tenant } = props;
    const built = containers.map((one) => container(one, props.image));
    super(scope, id, {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name, namespace, labels: { ...labels } },
      body: {
        spec: {
          // Never ttlSecondsAfterFinished: engines would make a Job again that is gone.
          activeDeadlineSeconds: deadlineSeconds,
          backoffLimit: props.retries ?? 6,
          template: {
            metadata: { labels: tenant ? { ...labels } : { ...labels, ...outside } },
            spec: defined({
              serviceAccountName: serviceAccount,
              automountServiceAccountToken: tenant ? false : undefined,
              restartPolicy: "Never",
              imagePullSecrets: pullSecret === undefined ? undefined : [{ name: pullSecret }],
              securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
              initContainers: built.length > 1 ? built.slice(0, -1) : undefined,
              containers: built.slice(-1),
              volumes: [{ name: "tmp", emptyDir: {} }],
            }),
          },
        },
      },
    });
  }
}

function container({ name, command = ["kubectl"], args }: GateContainer, image: string): Record<string, unknown> {
  return {
    name,
    image,
    command: [...command],
    args: [...args],
    env: [{ name: "HOME", value: "/tmp" }],
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "200m", memory: "128Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  };
}
