import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, ensureNamespaces, kubectl } from "../cluster";
import { missingOf } from "../judge";
import { Observer } from "../observer";
import { finishByHand } from "../olm";
import { ask } from "../process";
import type { PlanPhase, Repository } from "../repository";
import { systemNamespaces } from "../walk";
import type { Outcome } from "./scenario";

/** Everything that proxies or istioctl would have to answer. */
const unanswerable = /istioctl|check 'traffic|\bexec\b/;

/** No engine: each phase is applied with kubectl, and its gates.sh says when to go on. */
export async function byKubectl(
  cluster: Cluster,
  repository: Repository,
  say: (line: string) => void,
): Promise<Outcome> {
  await ensureNamespaces(cluster, systemNamespaces);
  const observer = await Observer.start(cluster);
  const faults: string[] = [];
  let slowest = 0;
  let asked = 0;
  try {
    for (const phase of repository.phases) {
      const began = Date.now();
      await kubectl(cluster, [
        "apply",
        "--server-side",
        "--force-conflicts",
        "-k",
        join(repository.out(phase), "manifests"),
      ]);
      if (phase.manual.length > 0) await finishByHand({ cluster, repository, say }, phase);
      asked += await gates(cluster, repository, phase);
      const busy = missingOf(observer.now.parts, phase);
      const seconds = (Date.now() - began) / 1000;
      slowest = Math.max(slowest, seconds);
      if (busy) faults.push(`${phase.dir}: gates.sh said yes while ${busy}`);
      say(`${busy ? "BAD" : "ok "} ${phase.dir}: gates.sh after ${seconds.toFixed(1)} ${busy}`);
    }
  } finally {
    observer.stop();
  }
  return {
    faults,
    seen: [
      `${repository.phases.length} phases, ${asked} checks of gates.sh; the slowest phase took ${slowest.toFixed(0)} s`,
    ],
  };
}

/** Runs gates.sh without what nothing here can answer; returns how many checks are left. */
async function gates(cluster: Cluster, repository: Repository, phase: PlanPhase): Promise<number> {
  const lines = readFileSync(join(repository.out(phase), "gates.sh"), "utf8").split("\n");
  const script = lines.filter((line) => !line.startsWith("check ") || !unanswerable.test(line));
  const { code, all } = await ask("sh", ["-s"], {
    env: { ...cluster.env, EVERY: "1", WAIT: "300" },
    input: script.join("\n"),
  });
  if (code !== 0) throw new Error(`${phase.dir}: gates.sh ended with ${code}\n${all}`);
  return script.filter((line) => line.startsWith("check ")).length;
}
