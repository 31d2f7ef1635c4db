import { readWave } from "../argocd/wave";
import type { OrderEntry } from "../entry";
import { type EngineOrder, engineTitles } from "../result";
import { touchesMesh } from "../roles";
import type { OrderProblem } from "./problem";

/** Annotations that do not mean what they seem to say: waves that are no numbers, objects that are never applied. */
export function misread<E extends OrderEntry>(order: EngineOrder<E>): readonly OrderProblem<E>[] {
  return [...(order.engine === "argocd" ? ignoredWaves(order) : []), ...neverApplied(order)];
}

function ignoredWaves<E extends OrderEntry>({ placed }: EngineOrder<E>): readonly OrderProblem<E>[] {
  const entries = [...new Set(placed.filter(({ act }) => act === "apply").map(({ entry }) => entry))];
  return entries.flatMap((entry) => {
    const { wave, ignored } = readWave(entry.object);
    if (ignored === undefined) return [];
    return [
      {
        rule: "WAV001",
        severity: "error",
        entry,
        message: `its sync wave “${ignored}” is no whole number: Argo CD passes over it without a word and takes ${wave}`,
        hint: 'Write a whole number in quotes: "60".',
      },
    ];
  });
}

function neverApplied<E extends OrderEntry>({ engine, never }: EngineOrder<E>): readonly OrderProblem<E>[] {
  return never
    .filter(({ entry }) => touchesMesh(entry))
    .map(({ entry, why }) => ({
      rule: "DEL002",
      severity: "warning",
      entry,
      message: `${engineTitles[engine]} never applies it (${why})`,
      hint: "Take the annotation away, or the manifest.",
    }));
}
