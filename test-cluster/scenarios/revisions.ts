import { apply, type Cluster, kubectl, tryKubectl } from "../cluster";
import type { Verdict } from "../judge";
import { must, until } from "../process";
import type { PlanPhase } from "../repository";
import { bookmark, phaseAt, pushed, settle, step, verdictOf, type Walk } from "../walk";
import { inject } from "../workloads";
import { margins } from "./row";
import { outcome, type Scenario } from "./scenario";

/** Forward, back from each phase and forward again; the old revision is there until clean-up, and then it goes. */
export const revisions: Scenario = {
  name: "two control planes",
  says: "every phase forward, each but the last one back and forward again: the old revision is never deleted before clean-up, and always after",
  from: 0,
  to: -1,
  run: async (walk: Walk) => {
    const { cluster, observer, repository } = walk;
    const { phases } = repository;
    const old = phaseAt(walk, 0).state.controlPlanes[0]?.revision ?? "";
    await deployApps(cluster, phaseAt(walk, 0));
    const verdicts: Verdict[] = [];
    const lost = () => observer.deletions.some(({ kind, name }) => kind === "istiorevisions" && name === old);
    for (let index = 1; index < phases.length; index++) {
      const phase = phaseAt(walk, index);
      const isLast = index === phases.length - 1;
      verdicts.push(await step(walk, phase));
      if (isLast) continue;
      if (lost()) return outcome(verdicts, [`${old} was deleted by ${phase.dir}`]);
      if (index > 1) verdicts.push(await back(walk, index), await step(walk, phase));
      if (lost()) return outcome(verdicts, [`${old} was deleted on the way back from ${phase.dir}`]);
    }
    const began = Date.now();
    await until(`${old} goes`, 120, () => lost() || "is still there");
    const left = await tryKubectl(cluster, ["get", "istiorevisions", old, "-o", "name"]);
    const faults = left.out.trim() ? [`${old} is still there`] : [];
    return outcome(
      verdicts,
      faults,
      margins(verdicts),
      `${old} went ${((Date.now() - began) / 1000).toFixed(0)} s after clean-up`,
    );
  },
};

/** One phase back, with what PHASE.md has people do. */
async function back(walk: Walk, index: number): Promise<Verdict> {
  const to = phaseAt(walk, index - 1);
  const mark = bookmark(walk);
  const commit = await pushed(walk, to);
  await settle(walk, to, commit, async () => {
    const steps = walk.repository.phases[index]?.backManual.after ?? [];
    for (const { run } of steps) {
      for (const command of run) await must("sh", ["-c", command], { env: walk.cluster.env });
    }
    if (steps.length > 0) await inject(walk.cluster, to);
  });
  return verdictOf(walk, to, mark);
}

/** An application in each namespace of the mesh, injected as its namespace asks. */
async function deployApps(cluster: Cluster, phase: PlanPhase): Promise<void> {
  for (const namespace of Object.keys(phase.state.revisions ?? {})) {
    const labels = { app: "app" };
    await apply(cluster, [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "app", namespace },
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: "app", image: "example.com/app:1" }] } },
        },
      },
    ]);
  }
  await inject(cluster, phase);
  for (const namespace of Object.keys(phase.state.revisions ?? {})) {
    await kubectl(cluster, ["rollout", "status", "deployment/app", "-n", namespace, "--timeout=2m"]);
  }
}
