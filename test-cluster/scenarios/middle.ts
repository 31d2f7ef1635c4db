import { ensureNamespaces, kubectl, tryKubectl } from "../cluster";
import type { Verdict } from "../judge";
import { until } from "../process";
import type { PlanPhase } from "../repository";
import { phaseAt, step, type Walk } from "../walk";
import { appPods, carriedIn, deploy, workload } from "../workloads";
import { margins } from "./row";
import { outcome, type Scenario } from "./scenario";

const gateway = { namespace: "edge", name: "ingress" };

/**
 * Rows that begin in the middle of others, as `rebase` writes them: back to the old version while a second gateway Deployment stands, and on to the new one
 * after a cohort. Pods are injected by the webhook of the revision that their namespace asks for.
 */
export const middle: Scenario = {
  name: "the middle of a move",
  says: "rebased while the canary of a gateway stands, and taken back: the canary goes with its gateway, the new revision when nobody uses it; then forward, rebased after a cohort, and on to the end: the old revision is never deleted before clean-up, and always after",
  from: 0,
  to: -1,
  prepare: async (cluster) => {
    await ensureNamespaces(cluster, [gateway.namespace]);
    await deploy(cluster, gateway.namespace, [
      workload(gateway.namespace, "Deployment", gateway.name, { replicas: 2 }),
    ]);
  },
  run: async (walk: Walk) => {
    const { cluster, repository, observer } = walk;
    const { phases } = repository;
    const [start, end] = [phaseAt(walk, 0), phases.at(-1) as PlanPhase];
    const [old, wanted] = [revisionOf(start), revisionOf(end)];
    const namespaces = Object.keys(start.state.revisions ?? {});
    // Its first pods are older than the webhook.
    await kubectl(cluster, ["rollout", "restart", `deployment/${gateway.name}`, "-n", gateway.namespace]);
    await kubectl(cluster, [
      "rollout",
      "status",
      `deployment/${gateway.name}`,
      "-n",
      gateway.namespace,
      "--timeout=2m",
    ]);
    for (const namespace of namespaces.filter((one) => one !== gateway.namespace)) {
      await deploy(cluster, namespace, [workload(namespace, "Deployment", "web", { replicas: 2 })]);
    }
    const verdicts: Verdict[] = [];
    const faults: string[] = [];
    const lost = (name: string) =>
      observer.deletions.filter((one) => one.kind === "istiorevisions" && one.name === name);
    const go = async (to: PlanPhase) => {
      verdicts.push(await step(walk, to));
      faults.push(...(await amiss(walk, to, namespaces, wanted)));
      if (to.kind !== "clean-up" && lost(old).length > 0) throw new Error(`${old} was deleted by ${to.dir}`);
    };
    /** From a phase to one whose name begins so, or to the last one. */
    const goThrough = async (from: number, until?: string) => {
      for (const phase of repository.phases.slice(from)) {
        await go(phase);
        if (until !== undefined && phase.dir.slice(3).startsWith(until)) return;
      }
      if (until !== undefined) throw new Error(`${repository.mesh} has no phase ${until}`);
    };

    await goThrough(1, "gateway-canary");
    await repository.rebase(versionOf(start));
    walk.say(`    taken back: ${repository.phases.map(({ dir }) => dir).join(", ")}`);
    await goThrough(0);
    await until(`${wanted} goes`, 120, () => lost(wanted).length > 0 || "is still there");

    await repository.rebase(versionOf(end));
    await goThrough(0, "restart-cohort-1");
    await repository.rebase();
    walk.say(`    goes on: ${repository.phases.map(({ dir }) => dir).join(", ")}`);
    await goThrough(0);
    const began = Date.now();
    await until(`${old} goes`, 120, () => lost(old).length > 0 || "is still there");
    const left = await tryKubectl(cluster, ["get", "istiorevisions", old, "-o", "name"]);
    if (left.out.trim()) faults.push(`${old} is still there`);
    const canaries = observer.deletions.filter(
      ({ kind, name }) => kind === "deployments" && name === `${gateway.namespace}/${gateway.name}-canary`,
    );
    if (canaries.length !== 2) faults.push(`the canary was deleted ${canaries.length} times, and not twice`);
    return outcome(
      verdicts,
      faults,
      margins(verdicts),
      `the canary came and went twice; ${old} went ${((Date.now() - began) / 1000).toFixed(0)} s after clean-up`,
    );
  },
};

/** Pods that carry another revision than the phase says, and a canary that is there or not when it should. */
async function amiss(
  { cluster, say }: Walk,
  phase: PlanPhase,
  namespaces: readonly string[],
  wanted: string,
): Promise<readonly string[]> {
  const pods = await appPods(cluster, namespaces);
  const faults = namespaces.flatMap((namespace) => {
    const revision = carriedIn(phase, namespace);
    const others = (pods[namespace] ?? []).filter((one) => revision !== undefined && one.revision !== revision);
    return others.map(({ name, revision: carried }) => `${phase.dir}: ${name} carries ${carried}`);
  });
  const canaries = (pods[gateway.namespace] ?? []).filter(({ isCanary }) => isCanary);
  const stands = (phase.state.gatewayCanaries ?? []).length > 0;
  if (stands !== canaries.length > 0) faults.push(`${phase.dir}: ${canaries.length} pods of the canary`);
  if (canaries.some(({ revision }) => revision !== wanted)) faults.push(`${phase.dir}: the canary is not of ${wanted}`);
  say(
    `    ${namespaces.map((one) => `${one}: ${[...new Set(pods[one]?.map(({ revision }) => revision))].join(" and ")}`).join("; ")}`,
  );
  return faults;
}

function revisionOf({ state }: PlanPhase): string {
  return state.controlPlanes[0]?.revision ?? "";
}

function versionOf({ state }: PlanPhase): string {
  return state.controlPlanes[0]?.version ?? "";
}
