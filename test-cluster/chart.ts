import { apply, type Cluster, ensureNamespaces, kubectl } from "./cluster";
import { carryLease, leaseTaken } from "./lease";
import { until } from "./process";

const name = "sail-operator";

/**
 * Helm with the operator's chart, as far as a gate sees it: the CRDs of a release, a Deployment whose image names it, and the new operator, whose lease it
 * carries over to the pod. What the printed commands do with a chart of that name is in docs/proof.md.
 */
export async function installChart(cluster: Cluster, namespace: string, release: string): Promise<void> {
  const image = `quay.io/sail-dev/sail-operator:${release}`;
  const before = await leaseTaken(cluster);
  const isThere = (await imagesOf(cluster, namespace)).length > 0;
  await ensureNamespaces(cluster, [namespace]);
  const labels = { "control-plane": name };
  const template = { metadata: { labels }, spec: { containers: [{ name, image }] } };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template };
  await apply(cluster, [{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace }, spec }]);
  await kubectl(cluster, ["rollout", "status", `deployment/${name}`, "-n", namespace, "--timeout=60s"]);
  await cluster.operator(release);
  await until("the operator has the lease", 60, async () => {
    const found = await leaseTaken(cluster);
    return (found !== "" && (!isThere || found !== before)) || "not yet";
  });
  const pod = (await imagesOf(cluster, namespace)).find((one) => one.image === image);
  if (!pod) throw new Error(`no pod of ${namespace} runs ${image}`);
  await carryLease(cluster, namespace, pod.pod);
}

/** The pods of the operator, and what they run. */
async function imagesOf(
  cluster: Cluster,
  namespace: string,
): Promise<readonly { readonly pod: string; readonly image: string }[]> {
  const path = `jsonpath={range .items[*]}{.metadata.name} {.spec.containers[0].image}{"\\n"}{end}`;
  const text = await kubectl(cluster, ["get", "pods", "-n", namespace, "-l", `control-plane=${name}`, "-o", path]);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => ({ pod: line.split(" ")[0] ?? "", image: line.split(" ")[1] ?? "" }));
}
