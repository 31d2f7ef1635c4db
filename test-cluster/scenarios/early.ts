import { until } from "../process";
import { bookmark, phaseAt, pushed, settle, step, verdictOf, type Walk } from "../walk";
import { asked, holds, jobIs } from "./looks";
import { outcome, type Scenario } from "./scenario";

/** The next phase is merged while istiod still rolls. */
export const early: Scenario = {
  name: "merged too early",
  says: "a phase that is pushed while the one before still rolls touches nothing until that one has settled",
  from: 0,
  to: 2,
  slowPods: true,
  run: async (walk: Walk) => {
    const { cluster, observer, engine } = walk;
    const [before, first, second] = [phaseAt(walk, 0), phaseAt(walk, 1), phaseAt(walk, 2)];
    await cluster.podSeconds(10);
    const mark = bookmark(walk);
    await pushed(walk, first);
    await until(
      "the control plane rolls",
      120,
      () => observer.now.parts["control plane"]?.running.length === 2 || "not yet",
    );
    const version = asked(observer.now, "CNI");
    const commit = await pushed(walk, second);
    await holds(
      walk,
      "the CNI waits for the control plane",
      () => {
        const now = observer.now;
        return now.marker === first.dir || now.marker === second.dir ? "over" : asked(now, "CNI") === version;
      },
      () => jobIs(walk, second, "precheck", "failed"),
    );
    await cluster.podSeconds(3);
    if (observer.now.marker === before.dir) {
      const said = await engine.says();
      // Git has left the phase behind before it had settled: the way out is back to it.
      const home = await step(walk, first);
      return outcome([home, await step(walk, second)], [], `held at ${before.dir}: ${said}`, "way out: back one");
    }
    await settle(walk, second, commit);
    const began = { at: observer.samples.find(({ marker }) => marker === first.dir)?.at ?? mark.at, known: mark.known };
    return outcome(
      [verdictOf(walk, first, mark), verdictOf(walk, second, began)],
      [],
      "the engine finished the phase before by itself",
    );
  },
};
