import { join } from "node:path";
import { type Cluster, ensureNamespaces, kubectl, tryKubectl } from "./cluster";
import type { Engine } from "./engines/engine";
import { judge, missingOf, type Verdict } from "./judge";
import { Observer, type Sample } from "./observer";
import { type Desk, finishByHand } from "./olm";
import { until } from "./process";
import type { PlanPhase, Repository } from "./repository";

/** Seconds that a step may take until it counts as one that does not settle. */
const patience = 420;

/** A mesh on its way through a cluster, by an engine, and who watches it. */
export interface Walk extends Desk {
  readonly engine: Engine;
  readonly observer: Observer;
}

/** Namespaces that nothing in the snapshots creates. */
export const systemNamespaces = ["istio-system", "istio-cni", "ztunnel", "operators"];

/** Points the engine at a mesh whose baseline is in Git, and waits until it has come to it: here the mesh is built from nothing. */
export async function begin(
  cluster: Cluster,
  engine: Engine,
  repository: Repository,
  say: (line: string) => void,
): Promise<{ readonly walk: Walk; readonly verdict: Verdict }> {
  await ensureNamespaces(cluster, systemNamespaces);
  const observer = await Observer.start(cluster);
  const walk: Walk = { cluster, engine, repository, observer, say };
  const baseline = phaseAt(walk, 0);
  await repository.promote(baseline);
  const commit = await repository.push();
  const mark = bookmark(walk);
  await engine.point(repository);
  await settle(walk, baseline, commit);
  return { walk, verdict: verdictOf(walk, baseline, mark) };
}

/** One phase on or back: commit, push, and wait until the marker and the engine say that it is over. */
export async function step(walk: Walk, to: PlanPhase): Promise<Verdict> {
  const mark = bookmark(walk);
  const commit = await pushed(walk, to);
  await settle(walk, to, commit);
  return verdictOf(walk, to, mark);
}

/** Commits and pushes one phase, and has the engine look. */
export async function pushed(walk: Walk, ...phases: readonly PlanPhase[]): Promise<string> {
  for (const phase of phases) await walk.repository.promote(phase);
  const commit = await walk.repository.push();
  await walk.engine.poll();
  return commit;
}

/** The moment before a push. */
export interface Bookmark {
  readonly at: number;
  readonly known: ReadonlySet<string>;
}

export function bookmark({ observer }: Walk): Bookmark {
  return { at: Date.now(), known: new Set(Object.values(observer.now.jobs).map(({ uid }) => uid)) };
}

/** @param applied what people do when the marker says that the phase is applied; going forward, what it asks them for */
export async function settle(
  walk: Walk,
  phase: PlanPhase,
  commit: string,
  applied: () => Promise<void> = async () => {
    if (phase.manual.length > 0) await finishByHand(walk, phase);
  },
): Promise<void> {
  const { observer, engine } = walk;
  await until(`${phase.dir} settles`, patience, () => {
    const { marker } = observer.now;
    return marker === phase.dir || `the marker says ${marker}`;
  }).catch(async (error: Error) => {
    throw new Error(`${error.message}; ${await engine.says()}; ${missingOf(observer.now.parts, phase)}`);
  });
  await applied();
  await until(`${engine.name} is done with ${phase.dir}`, patience, () => engine.doneWith(commit));
  await until(`${phase.dir} is what runs`, 120, () => missingOf(observer.now.parts, phase) || true);
}

export function verdictOf({ observer, say }: Walk, phase: PlanPhase, { at, known }: Bookmark): Verdict {
  const names = jobNames(observer.samples, phase);
  const expects = { precheck: names.has("precheck"), closing: names.has("verify") };
  const verdict = judge(observer.samples, phase, at, expects, known);
  const part = (name: string, value: number | undefined) => (value === undefined ? "" : ` ${name} ${value.toFixed(1)}`);
  say(
    `${verdict.faults.length ? "BAD" : "ok "} ${phase.dir}:${part("precheck", verdict.precheck)}${part("at rest", verdict.atRest)}${part("closing", verdict.closing)}${part("marker", verdict.marker)} ${verdict.faults.join("; ")}`,
  );
  return verdict;
}

/** Why not all is at rest at this phase; empty when it is. */
export function missing({ observer }: Walk, phase: PlanPhase): string {
  return missingOf(observer.now.parts, phase);
}

/** One layer of what Git says, past the engine and its gates, in the engine's name. */
export async function byHand({ cluster, engine, repository }: Walk, layer: string): Promise<void> {
  const folder = join(repository.folder, repository.live, "mesh", layer);
  const name = `--field-manager=${engine.fieldManager}`;
  await kubectl(cluster, ["apply", "--server-side", "--force-conflicts", name, "-k", folder]);
}

/** Which ends of a phase have a Job, by what was seen. */
function jobNames(samples: readonly Sample[], phase: PlanPhase): ReadonlySet<string> {
  const seen = samples.flatMap(({ jobs }) => Object.values(jobs)).filter((job) => job.phase === phase.dir);
  return new Set(seen.map(({ end }) => end));
}

export function phaseAt({ repository }: Walk, index: number): PlanPhase {
  const phase = repository.phases[index];
  if (!phase) throw new Error(`${repository.mesh} has no phase ${index}`);
  return phase;
}

/** The Job that guards an end of a phase, and why it does not pass: the last lines of the containers of its pods that failed or still run. */
export async function jobOf({ observer }: Walk, phase: PlanPhase, end: "precheck" | "verify") {
  const found = Object.entries(observer.now.jobs).find(([, job]) => job.phase === phase.dir && job.end === end);
  return found && { name: found[0], ...found[1] };
}

/** What the containers of a Job said that did not end with 0. */
export async function jobSays({ cluster }: Walk, job: string): Promise<string> {
  const answer = await tryKubectl(cluster, [
    "get",
    "pods",
    "-n",
    "istio-system",
    "-l",
    `batch.kubernetes.io/job-name=${job}`,
    "-o",
    "json",
  ]);
  const pods = (JSON.parse(answer.out) as { items: PodOfJob[] }).items;
  const said: string[] = [];
  for (const { metadata, status } of pods) {
    const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
    for (const { name, state } of containers) {
      const ended = state?.terminated?.exitCode;
      // The first one tells where the row stands; it never fails.
      if (name !== "settled-last" && (ended === 0 || (ended === undefined && !state?.running))) continue;
      said.push(`${name}: ${(await cluster.jobLog("istio-system", metadata.name, name)).trim() || "waits"}`);
    }
  }
  return [...new Set(said)].join("; ");
}

interface PodOfJob {
  readonly metadata: { readonly name: string };
  readonly status: Readonly<Partial<Record<"initContainerStatuses" | "containerStatuses", readonly ContainerStatus[]>>>;
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: { readonly terminated?: { readonly exitCode: number }; readonly running?: object };
}
