import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { proveCharts } from "./charts/run";
import { undoAll } from "./cleanup";
import type { Cluster } from "./cluster";
import { givenCluster } from "./given";
import { findLab, startLab } from "./lab";
import { help, type Options, parseOptions } from "./options";
import { stopAll } from "./process";
import { type Row, runOne } from "./run-one";
import { plannedRuns, type Run } from "./runs";
import { table } from "./table";

/** Exit code: 0 all holds, or nothing to run it on; 1 something does not hold; 2 it could not be asked for. */
export async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    process.stderr.write(`test:cluster: ${(error as Error).message}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  if (options.charts !== undefined) return proveCharts(options);
  const root = process.cwd();
  const runs = plannedRuns(root, options);
  if (runs.length === 0) {
    process.stderr.write("test:cluster: no mesh, engine and scenario is all that; --list prints them\n");
    return 2;
  }
  if (options.list) {
    for (const { mesh, engine, scenarios } of runs) {
      for (const name of scenarios.length ? scenarios.map((one) => one.name) : ["every phase forward"])
        console.log(`${mesh}  ${engine}  ${name}`);
    }
    return 0;
  }
  const ending = (signal: NodeJS.Signals) => {
    process.stderr.write(`${signal}: taking the labs away\n`);
    stopAll();
    void undoAll().finally(() => process.exit(130));
  };
  process.on("uncaughtException", (error) => {
    process.stderr.write(`test:cluster: ${error.stack}\n`);
    ending("SIGTERM");
  });
  process.on("SIGINT", ending);
  process.on("SIGTERM", ending);
  try {
    const rows = process.env["KUBECONFIG"] ? await inGiven(root, runs) : await inLabs(root, runs, options);
    if (typeof rows === "string") {
      process.stdout.write(`skipped: ${rows}\n`);
      return await proveCharts(options);
    }
    process.stdout.write(`\n${machine()}\n\n${table(rows)}\n\n`);
    // Without charts it says that they are left out: a run that is silent about them looks like one that has rendered them.
    await proveCharts(options);
    return rows.some(({ faults }) => faults.length > 0) ? 1 : 0;
  } finally {
    await undoAll();
    stopAll();
  }
}

/** A lab for each run, several at once. */
async function inLabs(root: string, runs: readonly Run[], options: Options): Promise<Row[] | string> {
  const lab = findLab(root);
  if ("missing" in lab) return `KUBECONFIG is not set, and ${lab.missing}`;
  const waiting = [...runs];
  const rows: Row[] = [];
  const worker = async (number: number) => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      const { release, engine } = run;
      const cluster = await startLab({
        ...lab,
        release,
        engine,
        port: options.port + number * 100,
        podSeconds: options.podSeconds,
      });
      rows.push(...(await watched(cluster, root, run)));
      await cluster.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.parallel, runs.length) }, (_, number) => worker(number)));
  return rows.sort((a, b) => runs.findIndex(same(a)) - runs.findIndex(same(b)));
}

/** One after the other, and only what changes no operator and needs no pods that are slow on purpose. */
async function inGiven(root: string, runs: readonly Run[]): Promise<Row[] | string> {
  const [possible] = runs.filter(({ example }) => example.startsWith(join(root, "test-cluster/meshes")));
  if (!possible) return "KUBECONFIG is set, and the examples change their operator, which is done in the lab only";
  const cluster = await givenCluster(possible.versions);
  if ("missing" in cluster) return cluster.missing;
  const run = runs.find(({ mesh, engine }) => mesh === possible.mesh && cluster.engines.includes(engine));
  if (!run) return `${cluster.name} serves none of the engines (MESHSTEP_TEST_GIT)`;
  const scenarios = run.scenarios.filter(({ slowPods }) => !slowPods);
  return watched(cluster, root, { ...run, scenarios });
}

async function watched(cluster: Cluster, root: string, run: Run): Promise<Row[]> {
  const began = Date.now();
  const say = (line: string) => {
    const seconds = String(Math.round((Date.now() - began) / 1000)).padStart(4);
    process.stderr.write(`${run.mesh} ${run.engine} ${seconds} ${line}\n`);
  };
  say(cluster.name);
  return runOne(cluster, root, run, say);
}

const same = (row: Row) => (run: Run) => run.mesh === row.mesh && run.engine === row.engine;

function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.version}, ${process.platform} ${release()}, ${cpus().length} processors, ${memory} GiB; watched every 100 ms`;
}
