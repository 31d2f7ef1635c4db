import { apply, type Cluster, kubectl } from "./cluster";
import type { PlanPhase } from "./repository";

/** What the webhook of a revision would put on pods that start: the revision that their namespace asks for in a phase. Here nobody injects. */
export async function inject(cluster: Cluster, { state }: PlanPhase): Promise<void> {
  for (const [namespace, revision] of Object.entries(state.revisions ?? {})) {
    const patch = { spec: { template: { metadata: { annotations: { "istio.io/rev": revision } } } } };
    const found = await kubectl(cluster, [
      "get",
      "deployments",
      "-n",
      namespace,
      "-l",
      "!gateway.networking.k8s.io/gateway-name",
      "-o",
      "name",
    ]);
    for (const name of found.split("\n").filter((one) => one.endsWith("/app"))) {
      await kubectl(cluster, ["patch", name, "-n", namespace, "--type=merge", "-p", JSON.stringify(patch)]);
      await kubectl(cluster, ["rollout", "status", name, "-n", namespace, "--timeout=2m"]);
    }
  }
}

/** A workload of one container; the webhook of the revision that its namespace asks for puts a sidecar into its pods. */
export function workload(namespace: string, kind: string, name: string, more: object): object {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "app", image: "example.com/app:1" }] } };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template, ...more },
  };
}

/** Applies workloads of a namespace, and waits until they are there. */
export async function deploy(cluster: Cluster, namespace: string, objects: readonly object[]): Promise<void> {
  await apply(cluster, objects);
  const rolling = (objects as readonly { kind: string; metadata: { name: string } }[]).filter(
    ({ kind }) => kind !== "PodDisruptionBudget",
  );
  for (const { kind, metadata } of rolling) {
    const what = `${kind.toLowerCase()}/${metadata.name}`;
    await kubectl(cluster, ["rollout", "status", what, "-n", namespace, "--timeout=2m"]);
  }
}

/** A pod of an application, as it runs. */
export interface AppPod {
  readonly uid: string;
  readonly name: string;
  readonly revision: string;
  /** Whether it is of the second Deployment of a gateway. */
  readonly isCanary: boolean;
}

/** Pods of the applications that have a sidecar; those that end are left out. */
export async function appPods(
  cluster: Cluster,
  namespaces: readonly string[],
): Promise<Record<string, readonly AppPod[]>> {
  const found: Record<string, readonly AppPod[]> = {};
  for (const namespace of namespaces) {
    const text = await kubectl(cluster, ["get", "pods", "-n", namespace, "-l", "app", "-o", "json"]);
    found[namespace] = (JSON.parse(text) as { items: Pod[] }).items
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata }) => ({
        uid: metadata.uid,
        name: metadata.name,
        revision: metadata.annotations?.["istio.io/rev"] ?? "none",
        isCanary: metadata.labels?.["meshstep.dev/canary"] !== undefined,
      }));
  }
  return found;
}

interface Pod {
  readonly metadata: {
    readonly uid: string;
    readonly name: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** The revision that all pods of a namespace carry in a phase; nothing where they may be of two. */
export function carriedIn({ state }: PlanPhase, namespace: string): string | undefined {
  const versions = state.workloadsByNamespace?.[namespace] ?? [state.workloads];
  const plane = state.controlPlanes.find(({ version }) => version === versions[0]);
  return versions.length === 1 ? plane?.revision : undefined;
}
