import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, valueAt } from "../../objects/object-paths";
import { leaderLease, second, textOrEmpty } from "./evidence";

/** What tells who leads: a ClusterServiceVersion, Lease `sail-operator-lock`, and the pods of the operator's namespace. */
export interface LeaderEvidence {
  readonly csv: string;
  readonly installed: KubernetesObject | null;
  readonly pods: readonly KubernetesObject[];
}

/** When a pod of the CSV took the lease, and which. */
export function leadsSince(
  { csv, installed, pods }: LeaderEvidence,
  lease: KubernetesObject | null,
): { readonly since: string; readonly holder: string } | { readonly missing: string } {
  const held = holderOf(lease, pods);
  if ("missing" in held) return held;
  const { name, pod } = held;
  const since = textOrEmpty(lease, "spec", "acquireTime");
  const born = textOrEmpty(installed, "metadata", "creationTimestamp");
  if (
    !isPodOf(installed, pod) ||
    textOrEmpty(pod, "metadata", "creationTimestamp") < born ||
    second(since) < second(born)
  ) {
    return { missing: `Lease ${leaderLease} is held by ${name}, which is no pod of ${csv}` };
  }
  return { since, holder: name };
}

/** The pod that holds the lease, and is there to stay. */
export function holderOf(
  lease: KubernetesObject | null,
  pods: readonly KubernetesObject[],
): { readonly name: string; readonly pod: KubernetesObject } | { readonly missing: string } {
  // A pod's name holds no underscore; what comes after it is chosen at each start.
  const [name = ""] = textOrEmpty(lease, "spec", "holderIdentity").split("_");
  if (!name) return { missing: `nobody holds Lease ${leaderLease}` };
  const pod = pods.find(({ metadata }) => metadata.name === name);
  if (!pod || valueAt(pod, "metadata", "deletionTimestamp") !== undefined) {
    return { missing: `Lease ${leaderLease} is held by ${name}, which is gone or going` };
  }
  return { name, pod };
}

/** By its ReplicaSet, which is named after one of the CSV's Deployments. */
export function isPodOf(installed: KubernetesObject | null, pod: KubernetesObject): boolean {
  const owners = listAt(pod, "metadata", "ownerReferences").map((one) => textOrEmpty(one, "name"));
  return listAt(installed, "spec", "install", "spec", "deployments").some((deployment) => {
    const name = textOrEmpty(deployment, "name");
    return (
      name !== "" && owners.some((owner) => owner.startsWith(`${name}-`) && !owner.slice(name.length + 1).includes("-"))
    );
  });
}
