import type { GateContainer } from "./containers";

/** What a Job of meshstep is made of. */
export interface JobParts {
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

/** `spec` of such a Job: restricted, without a user of its own, and small enough for a quota. Its name must change when this does. */
export function jobSpec(parts: JobParts): Readonly<Record<string, unknown>> {
  const { labels, containers, deadlineSeconds, serviceAccount, pullSecret, image, tenant, retries = 6 } = parts;
  const built = containers.map((one) => container(one, image));
  return {
    // Never ttlSecondsAfterFinished: engines would make a Job again that is gone.
    activeDeadlineSeconds: deadlineSeconds,
    backoffLimit: retries,
    template: {
      metadata: { labels: tenant ? { ...labels } : { ...labels, ...outside } },
      spec: {
        serviceAccountName: serviceAccount,
        ...(tenant && { automountServiceAccountToken: false }),
        restartPolicy: "Never",
        ...(pullSecret !== undefined && { imagePullSecrets: [{ name: pullSecret }] }),
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        ...(built.length > 1 && { initContainers: built.slice(0, -1) }),
        containers: built.slice(-1),
        volumes: [{ name: "tmp", emptyDir: {} }],
      },
    },
  };
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
