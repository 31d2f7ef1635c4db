import type { Verdict } from "../judge";
import { phaseAt, step, type Walk } from "../walk";
import { outcome, type Scenario } from "./scenario";

/** Every phase up to the last one, each when the one before has settled. */
export const forward: Scenario = {
  name: "every phase forward",
  says: "every phase settles; its precheck passes before anything is touched, its closing Job and its marker not before everything is at rest",
  from: 0,
  to: -1,
  run: async (walk: Walk) => {
    const verdicts: Verdict[] = [];
    for (let index = 1; index < walk.repository.phases.length; index++)
      verdicts.push(await step(walk, phaseAt(walk, index)));
    return outcome(verdicts, [], margins(verdicts));
  },
};

/** One phase back, with pruning on. */
export const backOne: Scenario = {
  name: "one phase back",
  says: "the same on the way back",
  from: 3,
  to: 2,
  run: async (walk: Walk) => {
    const verdict = await step(walk, phaseAt(walk, 2));
    return outcome([verdict], [], margins([verdict]));
  },
};

/** How long after the last part was at rest the closing Job and the marker came: the smallest and the largest. */
export function margins(verdicts: readonly Verdict[]): string {
  const after = (pick: (one: Verdict) => number | undefined) =>
    verdicts.flatMap((one) => {
      const at = pick(one);
      return at === undefined || one.atRest === undefined ? [] : [at - one.atRest];
    });
  const range = (values: readonly number[]) =>
    values.length ? `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)} s` : "nothing rolled";
  return `${verdicts.length === 1 ? "1 phase" : `${verdicts.length} phases`}; after the last part was at rest, the closing Job ${range(after((one) => one.closing))}, the marker ${range(after((one) => one.marker))}`;
}
