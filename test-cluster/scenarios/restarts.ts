import { apply, type Cluster, kubectl } from "../cluster";
import type { Verdict } from "../judge";
import { pause, until } from "../process";
import type { PlanPhase } from "../repository";
import { bookmark, phaseAt, pushed, settle, step, verdictOf, type Walk } from "../walk";
import { appPods, carriedIn, deploy, workload } from "../workloads";
import { margins } from "./row";
import { outcome, type Scenario } from "./scenario";

/**
 * Nobody restarts anything by hand but what no restart reaches: pods are injected by the webhook of the revision that their namespace asks for, and Jobs
 * restart what carries another one, forward and on the way back.
 */
export const restarts: Scenario = {
  name: "restarts by Jobs",
  says: "every phase forward, each but the last one back and forward again: Jobs restart what carries another revision and nothing else, and one that is OnDelete holds its phase until people have replaced it",
  from: 0,
  to: -1,
  run: async (walk: Walk) => {
    const { cluster, repository } = walk;
    const old = phaseAt(walk, 0).state.controlPlanes[0]?.revision ?? "";
    const namespaces = Object.keys(phaseAt(walk, 0).state.revisions ?? {});
    for (const namespace of namespaces) await deployApps(cluster, namespace);
    const verdicts: Verdict[] = [];
    const faults: string[] = [];
    let restarted = 0;
    const go = async (to: PlanPhase, act: () => Promise<Verdict>) => {
      const before = await appPods(cluster, namespaces);
      verdicts.push(await act());
      const after = await appPods(cluster, namespaces);
      for (const namespace of namespaces) {
        const [was, is] = [before[namespace] ?? [], after[namespace] ?? []];
        const wanted = carriedIn(to, namespace);
        const others = is.filter(({ revision }) => wanted !== undefined && revision !== wanted);
        if (others.length > 0)
          faults.push(`${to.dir}: ${others.map(({ name, revision }) => `${name} carries ${revision}`).join(", ")}`);
        const needless =
          is.filter(({ uid }) => !was.some((one) => one.uid === uid)).length > 0 &&
          was.every(({ revision }) => revision === wanted);
        if (needless) faults.push(`${to.dir}: pods of ${namespace} restarted that carried ${wanted} already`);
        restarted += is.filter(({ uid }) => !was.some((one) => one.uid === uid)).length;
      }
      walk.say(
        `    ${namespaces.map((one) => `${one}: ${[...new Set(after[one]?.map(({ revision }) => revision))].join(" and ")}`).join("; ")}`,
      );
    };
    for (let index = 1; index < repository.phases.length; index++) {
      const phase = phaseAt(walk, index);
      await go(phase, () => step(walk, phase));
      if (index === 1 || index === repository.phases.length - 1) continue;
      // A restart that follows a tag comes back where the tag does, which is one phase further.
      const down = phase.kind === "restart" ? [index - 1, index - 2] : [index - 1];
      const up = phase.kind === "restart" ? [index - 1] : [];
      for (const at of [...down, ...up]) await go(phaseAt(walk, at), () => step(walk, phaseAt(walk, at)));
      const isLast = index === repository.phases.length - 3;
      await go(phase, () => (isLast ? held(walk, phase, faults) : step(walk, phase)));
    }
    const gone = () => walk.observer.deletions.some(({ kind, name }) => kind === "istiorevisions" && name === old);
    await until(`${old} goes`, 120, () => gone() || "is still there");
    return outcome(verdicts, faults, margins(verdicts), `${restarted} pods were replaced in all`);
  },
};

/** A DaemonSet that is OnDelete: the Job names it, and the phase holds until people have replaced its pods. */
async function held(walk: Walk, phase: PlanPhase, faults: string[]): Promise<Verdict> {
  const { cluster, observer } = walk;
  await apply(cluster, [workload(held.namespace, "DaemonSet", "log", { updateStrategy: { type: "OnDelete" } })]);
  const ready = ["get", "daemonset/log", "-n", held.namespace, "-o", "jsonpath={.status.numberReady}"];
  await until("log is ready", 120, async () => (await kubectl(cluster, ready)) === "3" || "not yet");
  const mark = bookmark(walk);
  const commit = await pushed(walk, phase);
  const selector = `meshstep.dev/gate=restart-${held.namespace},meshstep.dev/phase=${phase.dir}`;
  await until("the Job names what it cannot restart", 180, async () => {
    const pods = await kubectl(cluster, ["get", "pods", "-n", held.namespace, "-l", selector, "-o", "name"]);
    const [pod] = pods.split("\n").filter(Boolean);
    if (!pod) return "the Job has no pod yet";
    const log = await cluster.jobLog(held.namespace, pod.replace("pod/", ""), "restart").catch(() => "");
    return log.includes("not by a restart: DaemonSet/log is OnDelete") || `it says: ${log}`;
  });
  await pause(20_000);
  if (observer.now.marker === phase.dir)
    faults.push(`${phase.dir}: it was over while DaemonSet/log carried the old revision`);
  await kubectl(cluster, ["delete", "pods", "-n", held.namespace, "-l", "app=log", "--wait=false"]);
  await settle(walk, phase, commit);
  return verdictOf(walk, phase, mark);
}
held.namespace = "team-a";

/** Of each kind that a restart reaches one, with a budget that lets one pod go at a time. */
async function deployApps(cluster: Cluster, namespace: string): Promise<void> {
  await deploy(cluster, namespace, [
    workload(namespace, "Deployment", "web", { replicas: 3 }),
    workload(namespace, "StatefulSet", "db", { replicas: 2, serviceName: "db" }),
    workload(namespace, "DaemonSet", "agent", {}),
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "web", namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: "web" } } },
    },
  ]);
}
