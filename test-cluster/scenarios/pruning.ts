import { until } from "../process";
import { phaseAt, step, type Walk } from "../walk";
import { outcome, type Scenario } from "./scenario";

/** There and back while nothing is pruned: no Job of an earlier walk may be taken for an answer. */
export const withoutPruning: Scenario = {
  name: "back and forth without pruning",
  says: "with pruning off, each step back and forward runs Jobs of its own; with pruning on again, the old ones go and nothing else does",
  from: 4,
  to: 0,
  run: async (walk: Walk) => {
    const { engine, observer } = walk;
    await engine.setPrune(false);
    const verdicts = [];
    for (const index of [3, 4, 3, 2, 1, 0]) verdicts.push(await step(walk, phaseAt(walk, index)));
    const left = Object.values(observer.now.jobs).map(({ phase, end }) => `${end} of ${phase}`);
    await engine.setPrune(true);
    await engine.poll();
    const here = phaseAt(walk, 0).dir;
    const others = () => Object.values(observer.now.jobs).filter(({ phase }) => phase !== here);
    // An engine that has nothing to apply prunes at its own pace; the next step does it at the latest.
    await until("old Jobs are pruned", 90, () => others().length === 0 || `${others().length} are left`).catch(
      () => {},
    );
    return outcome(
      verdicts,
      [],
      `Jobs left without pruning: ${left.length}`,
      `with pruning again: ${others().length} of other phases`,
    );
  },
};
