import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const rssReporter = fileURLToPath(new URL("report-rss.cjs", import.meta.url));

/** The middle of an odd count of numbers, or the mean of the two in the middle. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * Where output goes: into memory where the system offers that. Making 40 000 small files on a disk takes longer than
 * everything that any of the contenders does, so that on a disk the file system would be what is compared.
 */
export const scratchRoot = isWritable("/dev/shm") ? "/dev/shm" : tmpdir();

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Calls `work` with a new empty folder, which is gone afterwards. */
export function withScratch(work) {
  const folder = mkdtempSync(join(scratchRoot, "meshstep-bench-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls `work` with a path that does not exist yet, and removes whatever came to be there: 200 meshes are 30 000 files a round. */
export function intoFresh(scratch, work) {
  const folder = join(scratch, "fresh");
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a whole process; gives its milliseconds, and its peak memory in bytes when it is a Node process and `memory` is asked for. */
export function run(command, args, { memory = false } = {}) {
  const before = process.hrtime.bigint();
  const result = memory
    ? spawnSync(command, ["--require", rssReporter, ...args], {
        encoding: "utf8",
        stdio: ["ignore", "ignore", "pipe", "pipe"],
      })
    : spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  const milliseconds = Number(process.hrtime.bigint() - before) / 1e6;
  if (result.error) throw result.error;
  if (result.status !== 0)
    throw new Error(`${[command, ...args].join(" ")} ended with ${result.status}:\n${result.stderr}`);
  return { milliseconds, peakBytes: memory ? Number(result.output[3]) : undefined };
}

/** Medians of whole processes, run in turns so that a busy moment of the machine hits all of them alike. */
export function interleaved(contenders, rounds) {
  const times = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    contenders.forEach(({ start }, index) => {
      times[index].push(start().milliseconds);
    });
  }
  return contenders.map(({ name }, index) => ({ name, milliseconds: median(times[index]) }));
}

/** The version in package.json of a dependency. */
export function versionOf(dependency) {
  return JSON.parse(readFileSync(join(root, "node_modules", dependency, "package.json"), "utf8")).version;
}
