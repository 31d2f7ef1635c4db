import { apply, type Cluster } from "./cluster";
import { must } from "./process";

/** The lease of the stand-in for the operator, whose name is no pod's: its times, and who holds it. */
async function leaseOf(cluster: Cluster): Promise<readonly string[]> {
  const path = "jsonpath={.spec.holderIdentity} {.spec.acquireTime} {.spec.renewTime}";
  const args = ["get", "lease", "sail-operator-lock", "-n", "sail-operator", "-o", path];
  const text = await must("kubectl", args, { env: cluster.env }).catch(() => "");
  return text.split(" ");
}

/** Who has taken it, and when; empty where nobody has. */
export async function leaseTaken(cluster: Cluster): Promise<string> {
  return (await leaseOf(cluster)).slice(0, 2).join(" ");
}

/** The latest that is carried to a namespace: an operator that has been replaced holds no lease any more. */
const carrying = new Map<string, symbol>();

/**
 * Carries the lease over to where the operator would hold it, in the name of a pod. The Job before the next phase waits until the leader has led for a minute,
 * so it is renewed for a while; whatever becomes of the cluster meanwhile is no matter here.
 */
export async function carryLease(cluster: Cluster, namespace: string, pod: string): Promise<void> {
  const key = `${cluster.name} ${namespace}`;
  const own = Symbol(pod);
  carrying.set(key, own);
  const carry = async () => {
    const [, acquireTime, renewTime] = await leaseOf(cluster);
    if (renewTime === undefined || carrying.get(key) !== own) return;
    const spec = { holderIdentity: `${pod}_lab`, leaseDurationSeconds: 15, acquireTime, renewTime };
    const metadata = { name: "sail-operator-lock", namespace };
    await apply(cluster, [{ apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec }]);
  };
  await carry();
  void renewed(carry);
}

async function renewed(carry: () => Promise<void>): Promise<void> {
  for (let times = 0; times < 24; times++) {
    await new Promise((resolve) => setTimeout(resolve, 5000).unref());
    await carry().catch(() => {});
  }
}
