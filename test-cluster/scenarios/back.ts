import type { Verdict } from "../judge";
import { must } from "../process";
import { bookmark, phaseAt, pushed, settle, verdictOf, type Walk } from "../walk";
import { margins } from "./row";
import { outcome, type Scenario } from "./scenario";

/** Every phase back to the first, with what PHASE.md has people do. */
export const backward: Scenario = {
  name: "every phase back",
  says: "the whole row backwards, each phase when the one after it has settled, with the commands of Going back",
  from: -1,
  to: 0,
  run: async (walk: Walk) => {
    const { phases } = walk.repository;
    const verdicts: Verdict[] = [];
    let byHand = 0;
    for (let index = phases.length - 1; index > 0; index--) {
      const to = phaseAt(walk, index - 1);
      const mark = bookmark(walk);
      const commit = await pushed(walk, to);
      await settle(walk, to, commit, async () => {
        for (const { run } of phases[index]?.backManual.after ?? []) {
          for (const command of run) {
            await must("sh", ["-c", command], { env: walk.cluster.env });
            byHand++;
          }
        }
      });
      verdicts.push(verdictOf(walk, to, mark));
    }
    return outcome(verdicts, [], margins(verdicts), `${byHand} commands by hand`);
  },
};
