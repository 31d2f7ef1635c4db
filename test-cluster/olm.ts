import { installChart } from "./chart";
import { apply, type Cluster, kubectl, tryKubectl } from "./cluster";
import { carryLease, leaseTaken } from "./lease";
import { ask, must, until } from "./process";
import type { PlanPhase, Repository } from "./repository";
import { inject } from "./workloads";

/** Kinds of checks that ask proxies or istiod, which are not there where pods are only pretended. */
const unanswerable = [
  "proxy-version",
  "proxies-synced",
  "connected-proxies",
  "ztunnel-workloads",
  "waypoint-bound",
  "route-accepted",
  "policy-accepted",
  "request",
];

/** Steps that are done by running their commands, one after the other. */
const commandsSay = ["restart-workloads", "delete-object", "restart-gateway", "add-canary", "remove-canary"];

/** Where a person works, and who hears of it. */
export interface Desk {
  readonly cluster: Cluster;
  readonly repository: Repository;
  readonly say: (line: string) => void;
}

/** What a person does in a phase, with OLM played beside it; then they ask `meshstep verify` whether it is over, as PHASE.md says. */
export async function finishByHand({ cluster, repository, say }: Desk, phase: PlanPhase): Promise<void> {
  for (const { step, run } of phase.manual) {
    if (commandsSay.includes(String(step["step"]))) {
      for (const command of run) await must("sh", ["-c", command], { env: cluster.env });
      continue;
    }
    if (step["step"] === "raise-chart") {
      await installChart(cluster, String(step["namespace"]), phase.state.operatorRelease);
      say(`    the chart is ${phase.state.operatorRelease}`);
      continue;
    }
    if (step["step"] !== "approve-install-plan") throw new Error(`nobody here can do ${step["step"]}`);
    const olm = playOlm(cluster, phase.state.operatorRelease, step as unknown as InstallPlanStep);
    const person = async () => {
      for (const command of run) {
        const { code, all } = await ask("sh", ["-c", command], { env: cluster.env });
        if (code !== 0) throw new Error(`${phase.dir}, by hand: ${all.trim()}`);
      }
    };
    await Promise.all([olm, person()]);
    say(`    ${step["csv"]} is installed`);
  }
  if (phase.manual.some(({ step }) => step["step"] === "restart-workloads")) await inject(cluster, phase);
  const verdict = await repository.ask("verify", phase.dir, "--wait", "5m", "--skip", ...unanswerable);
  if (verdict.code !== 0) throw new Error(`meshstep verify ${phase.dir}: ${verdict.all.trim()}`);
}

interface InstallPlanStep {
  readonly csv: string;
  readonly namespace: string;
  readonly subscription: string;
}

/**
 * OLM, as far as a plan sees it: an InstallPlan, and once that is approved the ClusterServiceVersion, a pod of its Deployment, and the new operator,
 * whose lease it carries over to where OLM would have put it.
 */
async function playOlm(
  cluster: Cluster,
  release: string,
  { csv, namespace, subscription }: InstallPlanStep,
): Promise<void> {
  const apiVersion = "operators.coreos.com/v1alpha1";
  const name = `install-${release.replaceAll(".", "-")}`;
  const status = async (kind: string, object: string, value: object) => {
    const patch = JSON.stringify({ status: value });
    await kubectl(cluster, [
      "patch",
      kind,
      object,
      "-n",
      namespace,
      "--subresource=status",
      "--type=merge",
      "-p",
      patch,
    ]);
  };
  const has = async (jsonpath: string, ...what: string[]) =>
    (await tryKubectl(cluster, ["get", ...what, "-n", namespace, "-o", `jsonpath={${jsonpath}}`])).out;

  await until(
    `Subscription ${subscription}`,
    120,
    async () =>
      (await has(".metadata.name", "subscriptions.operators.coreos.com", subscription)) !== "" || "is not there",
  );
  const installPlan = { approval: "Manual", approved: false, clusterServiceVersionNames: [csv] };
  await apply(cluster, [{ apiVersion, kind: "InstallPlan", metadata: { name, namespace }, spec: installPlan }]);
  await status("subscriptions.operators.coreos.com", subscription, {
    installPlanRef: { name, namespace },
    lastUpdated: now(),
  });
  await until(
    `InstallPlan ${name} is approved`,
    300,
    async () => (await has(".spec.approved", "installplans.operators.coreos.com", name)) === "true" || "not yet",
  );

  const deployment = `sail-operator-${release.replaceAll(".", "-")}`;
  const install = {
    strategy: "deployment",
    spec: { deployments: [{ name: deployment, spec: deploymentSpec(deployment) }] },
  };
  await apply(cluster, [
    {
      apiVersion,
      kind: "ClusterServiceVersion",
      metadata: { name: csv, namespace },
      spec: { displayName: "Sail Operator", install },
    },
  ]);
  await apply(cluster, [operatorDeployment(deployment, namespace)]);
  await kubectl(cluster, ["rollout", "status", `deployment/${deployment}`, "-n", namespace, "--timeout=60s"]);
  const taken = () => leaseTaken(cluster);
  const before = await taken();
  await cluster.operator(release);
  await status("clusterserviceversions.operators.coreos.com", csv, { phase: "Succeeded", lastTransitionTime: now() });
  await status("subscriptions.operators.coreos.com", subscription, {
    installedCSV: csv,
    currentCSV: csv,
    state: "AtLatestKnown",
    lastUpdated: now(),
  });
  await until("the new operator has the lease", 60, async () => {
    const found = await taken();
    return (found !== "" && found !== before) || "not yet";
  });
  const pod = await has(".items[0].metadata.name", "pods", "-l", `app=${deployment}`);
  await carryLease(cluster, namespace, pod);
}

function operatorDeployment(name: string, namespace: string): object {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: deploymentSpec(name),
  };
}

function deploymentSpec(name: string): object {
  const labels = { app: name };
  const containers = [{ name: "operator", image: "example.com/sail-operator" }];
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+Z/, "Z");
}
