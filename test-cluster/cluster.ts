import type { ChildProcess } from "node:child_process";
import { type Answer, ask, must, start } from "./process";

/** Where a mesh is walked: a lab of our own, or a cluster that the user names. */
export interface Cluster {
  readonly name: string;
  /** KUBECONFIG and PATH for kubectl, meshstep and gates.sh. */
  readonly env: NodeJS.ProcessEnv;
  /** Whether operators may be replaced in it and pods made slow. */
  readonly isOurs: boolean;
  readonly engines: readonly EngineName[];
  /** Makes or finds a bare repository, and says where the engine reads it and where we push. */
  repository(name: string): Promise<string>;
  /** Puts this release of the Sail Operator in place; refused where the cluster is not ours. */
  operator(release: string): Promise<void>;
  /** How long pods of the mesh take to be Ready, from now on; nothing where pods are real. */
  podSeconds(seconds: number): Promise<void>;
  /** What a container of a pod of a Job said. */
  jobLog(namespace: string, pod: string, container: string): Promise<string>;
  /** Takes away all that was started. */
  stop(): Promise<void>;
}

export type EngineName = "kubectl" | "argocd" | "flux";

export function kubectl(cluster: Cluster, args: readonly string[], input?: string): Promise<string> {
  return must("kubectl", args, { env: cluster.env, ...(input !== undefined && { input }) });
}

export function tryKubectl(cluster: Cluster, args: readonly string[], input?: string): Promise<Answer> {
  return ask("kubectl", args, { env: cluster.env, ...(input !== undefined && { input }) });
}

export function kubectlStart(cluster: Cluster, args: readonly string[]): ChildProcess {
  return start("kubectl", args, { env: cluster.env });
}

export async function apply(cluster: Cluster, objects: readonly object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  await kubectl(cluster, ["apply", "--server-side", "--force-conflicts", "-f", "-"], input);
}

/** Namespaces that nothing of a mesh creates. */
export async function ensureNamespaces(cluster: Cluster, names: readonly string[]): Promise<void> {
  await apply(
    cluster,
    names.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
  );
}
