import type { Verdict } from "../judge";
import { phaseAt, step, type Walk } from "../walk";

/** Every phase in order, each when the one before has settled. */
export async function forward(walk: Walk, from: number, to: number): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let index = from + 1; index <= to; index++) verdicts.push(await step(walk, phaseAt(walk, index)));
  return verdicts;
}

/** The same row backwards. */
export async function back(walk: Walk, from: number, to: number): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let index = from - 1; index >= to; index--) verdicts.push(await step(walk, phaseAt(walk, index)));
  return verdicts;
}
