import type { OrderEntry } from "../entry";
import { compareInWave, type Task } from "./tasks";

/** Tasks of one wave that start together, or in an order that Argo CD leaves to chance. */
type Step<E extends OrderEntry> = readonly Task<E>[];

/**
 * The steps of one wave. Deletions come first, all at once. Then neighbours of one kind are applied at once, and the next kind when
 * they have been sent. Where tasks are sorted alike (an Istio and a ZTunnel both named `default`) any of their orders may be the one
 * that happens, so whatever could meet in one of them is one step.
 */
export function stepsOf<E extends OrderEntry>(wave: readonly Task<E>[]): readonly Step<E>[] {
  const deletions = wave.filter(({ act }) => act === "prune");
  const steps: Task<E>[][] = deletions.length > 0 ? [deletions] : [];
  let before: readonly Task<E>[] = [];
  for (const tie of ties(wave.filter(({ act }) => act === "apply"))) {
    const step = shareKind(before, tie) ? steps.at(-1) : undefined;
    if (step) for (const task of tie) step.push(task);
    else steps.push([...tie]);
    before = tie;
  }
  return steps;
}

/** Tasks that Argo CD sorts alike are one tie; what was put in front of them is part of it only where their order is open. */
function ties<E extends OrderEntry>(tasks: readonly Task<E>[]): readonly Task<E>[][] {
  const runs: Task<E>[][] = [];
  let ahead: Task<E>[] = [];
  for (const task of tasks) {
    if (task.broughtForward) {
      ahead.push(task);
      continue;
    }
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && compareInWave(last, task) === 0) {
      for (const one of [...ahead, task]) run.push(one);
    } else runs.push([...ahead, task]);
    ahead = [];
  }
  return [...runs, ahead].flatMap((run) =>
    run.filter((one) => !one.broughtForward).length > 1 ? [run] : run.map((one) => [one]),
  );
}

function shareKind<E extends OrderEntry>(one: readonly Task<E>[], other: readonly Task<E>[]): boolean {
  const kinds = new Set(one.map(({ entry }) => entry.object.kind));
  return other.some(({ entry }) => kinds.has(entry.object.kind));
}
