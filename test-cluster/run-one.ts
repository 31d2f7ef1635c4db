import type { Cluster } from "./cluster";
import { argocd } from "./engines/argocd";
import { flux } from "./engines/flux";
import { mustStay } from "./objects";
import { Repository } from "./repository";
import type { Run } from "./runs";
import { byKubectl } from "./scenarios/by-hand";
import type { Outcome } from "./scenarios/scenario";
import { begin, phaseAt, step, type Walk } from "./walk";

/** A line of the table. */
export interface Row extends Outcome {
  readonly mesh: string;
  readonly engine: string;
  readonly scenario: string;
  readonly seconds: number;
}

/** Everything that is asked of one mesh with one engine. What goes wrong ends the run, and is a row. */
export async function runOne(cluster: Cluster, root: string, run: Run, say: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const record = async (scenario: string, act: () => Promise<Outcome>): Promise<boolean> => {
    const began = Date.now();
    const found = await act().catch((error: Error): Outcome => ({ faults: [error.message], seen: [] }));
    rows.push({
      ...found,
      mesh: run.mesh,
      engine: run.engine,
      scenario,
      seconds: Math.round((Date.now() - began) / 1000),
    });
    say(`${found.faults.length ? "BAD" : "ok "} ${scenario} ${[...found.faults, ...found.seen].join("; ")}`);
    return found.faults.length === 0;
  };
  const repository = await Repository.make(cluster, root, run.example, run.engine);
  try {
    if (run.engine === "kubectl") {
      await record("every phase forward", () => byKubectl(cluster, repository, say));
      return rows;
    }
    let walk: Walk | undefined;
    const engine = run.engine === "argocd" ? argocd(cluster) : flux(cluster);
    const built = await record("a cluster built from nothing", async () => {
      for (const scenario of run.scenarios) await scenario.prepare?.(cluster);
      const begun = await begin(cluster, engine, repository, say);
      walk = begun.walk;
      return { faults: begun.verdict.faults, seen: [`the marker after ${begun.verdict.marker?.toFixed(0)} s`] };
    });
    try {
      if (built && walk) await scenarios(walk, run, record, say);
      if (walk) await record("nothing is pruned that must stay", async () => pruned(walk as Walk));
    } finally {
      walk?.observer.stop();
    }
    return rows;
  } finally {
    await repository.remove();
  }
}

async function scenarios(
  walk: Walk,
  { scenarios }: Run,
  record: (scenario: string, act: () => Promise<Outcome>) => Promise<boolean>,
  say: (line: string) => void,
): Promise<void> {
  const last = walk.repository.phases.length - 1;
  let here = 0;
  for (const scenario of scenarios) {
    const from = scenario.from < 0 ? last : scenario.from;
    for (; here !== from; here += Math.sign(from - here))
      await step(walk, phaseAt(walk, here + Math.sign(from - here)));
    say(`--- ${scenario.name}: ${scenario.says}`);
    if (!(await record(scenario.name, () => scenario.run(walk)))) {
      // Where the row stands now is not known: what comes after would be told wrong things.
      const marker = walk.observer.now.marker;
      const at = walk.repository.phases.findIndex(({ dir }) => dir === marker);
      if (at !== (scenario.to < 0 ? last : scenario.to)) return;
    }
    here = scenario.to < 0 ? last : scenario.to;
  }
}

function isWatched(resource: string): boolean {
  return mustStay.some((kind) => kind === resource.split(".")[0]);
}

/** Nothing goes that a phase does not ask to be gone, and that does go. */
function pruned({ observer, repository }: Walk): Outcome {
  const gone = observer.deletions.filter(({ kind }) => mustStay.includes(kind));
  const jobs = observer.deletions.filter(({ kind }) => kind === "jobs").length;
  const wanted = repository.everyPhase
    .flatMap(({ checks, back }) => [...checks, ...back].map(({ check }) => check))
    .filter(({ check, resource = "" }) => check === "object-gone" && isWatched(resource))
    .map(({ namespace, name }) => `${namespace}/${name}`);
  const left = wanted.filter((name) => !gone.some((one) => one.name === name));
  return {
    faults: [
      ...gone
        .filter(({ name }) => !wanted.includes(name))
        // The accounts of Jobs that restart workloads come and go with them.
        .filter(({ kind, name }) => kind !== "serviceaccounts" || !name.endsWith("-restarts"))
        // Where something is to go, rights in Namespaces that come and go do so, too.
        .filter(({ kind }) => wanted.length === 0 || kind !== "roles")
        .map(({ kind, name }) => `${kind} ${name} was deleted`),
      ...left.map((name) => `${name} is still there`),
    ],
    seen: [
      `${jobs} Jobs came and went, and ${wanted.length > 0 ? `but for ${[...new Set(wanted)].join(", ")} ` : ""}no object of ${mustStay.length} other kinds`,
    ],
  };
}
