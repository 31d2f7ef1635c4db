import type { OrderEntry } from "../entry";
import { syncOptions } from "./annotations";
import { syncPhases } from "./hooks";
import type { Task } from "./tasks";
import { readWave } from "./wave";

/** What is to be deleted. */
export interface Deletions<E extends OrderEntry> {
  /** What the Application tracks and its source does not hold any more. */
  readonly gone: readonly E[];
  /** PruneLast=true for all of them, and not only for those that say so themselves. */
  readonly pruneLast: boolean;
}

/** What Argo CD does between two waits: a wave of the sync, with the deletions that fall into it. Empty when all of it stays. */
export type Pass<E extends OrderEntry> = readonly Task<E>[];

/**
 * The passes of a sync. Waves of deletions are mirrored, the last one first. They are mirrored anew before each pass, among what is
 * still there, so that most deletions come before anything else. What may not be pruned takes part in that, and stays.
 *
 * @param applied what is applied, sorted
 */
export function passesOf<E extends OrderEntry>(
  applied: readonly Task<E>[],
  { gone, pruneLast }: Deletions<E>,
): readonly Pass<E>[] {
  const waves = wavesOf(applied);
  const after = lastWave(applied);
  const passes: Pass<E>[] = [];
  let [there, pending] = [gone, gone];
  let next = 0;
  while (next < waves.length || pending.length > 0) {
    const deletions = deletionsOf(there, after, pruneLast).filter(({ entry }) => pending.includes(entry));
    const head = [waves[next]?.[0], ...deletions].filter((task) => task !== undefined).sort(compareTimes)[0];
    if (!head) break;
    const now = deletions.filter((task) => compareTimes(task, head) === 0);
    const wave = waves[next];
    const isDue = wave?.[0] !== undefined && compareTimes(wave[0], head) === 0;
    if (isDue) next += 1;
    const deleted = now.filter(({ entry }) => !isKept(entry));
    passes.push([...deleted, ...(isDue ? (wave ?? []) : [])]);
    pending = pending.filter((entry) => !now.some((task) => task.entry === entry));
    there = there.filter((entry) => !deleted.some((task) => task.entry === entry));
  }
  return passes;
}

function wavesOf<E extends OrderEntry>(tasks: readonly Task<E>[]): readonly (readonly Task<E>[])[] {
  const waves: Task<E>[][] = [];
  for (const task of tasks) {
    const current = waves.at(-1);
    if (current?.[0] && compareTimes(current[0], task) === 0) current.push(task);
    else waves.push([task]);
  }
  return waves;
}

function deletionsOf<E extends OrderEntry>(there: readonly E[], after: number, pruneLast: boolean): readonly Task<E>[] {
  const waves = [...new Set(there.map(({ object }) => readWave(object).wave))].sort((a, b) => a - b);
  const mirrored = new Map(waves.map((wave, index) => [wave, waves[waves.length - 1 - index] ?? wave]));
  const end = Math.max(after, ...waves) + 1;
  return there.map((entry) => {
    const wave = readWave(entry.object).wave;
    return {
      entry,
      act: "prune",
      isHook: false,
      namespace: entry.object.metadata.namespace ?? "",
      phase: "Sync",
      ...(pruneLast || optionsOf(entry).get("PruneLast") === "true"
        ? { wave: end, moved: "PruneLast: after all that is applied" }
        : { wave: mirrored.get(wave) ?? wave, moved: "deletions run through the waves from the last to the first" }),
    };
  });
}

/** By the annotations, also of what is brought forward. */
function lastWave(applied: readonly Task[]): number {
  return applied
    .filter(({ phase }) => phase === "Sync")
    .reduce((last, { entry }) => Math.max(last, readWave(entry.object).wave), 0);
}

function isKept(entry: OrderEntry): boolean {
  return ["false", "confirm"].includes(optionsOf(entry).get("Prune") ?? "");
}

function optionsOf({ object }: OrderEntry): ReadonlyMap<string, string> {
  return syncOptions(object.metadata.annotations);
}

/** By phase, then wave. */
function compareTimes(a: Task, b: Task): number {
  return syncPhases.indexOf(a.phase) - syncPhases.indexOf(b.phase) || a.wave - b.wave;
}
