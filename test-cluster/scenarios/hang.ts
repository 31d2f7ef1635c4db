import { pause, until } from "../process";
import { bookmark, byHand, jobOf, phaseAt, pushed, settle, verdictOf, type Walk } from "../walk";
import { asked } from "./looks";
import { outcome, type Scenario } from "./scenario";

/** A rollout that never ends, and the way back out of it. */
export const hang: Scenario = {
  name: "back out of a rollout that hangs",
  says: "going back while pods of the new ztunnel never become ready: the precheck holds in the middle of the roll, and what Git says, applied by hand, ends it",
  from: 2,
  to: 2,
  slowPods: true,
  run: async (walk: Walk) => {
    const { observer, engine, cluster } = walk;
    const [home, ahead] = [phaseAt(walk, 2), phaseAt(walk, 3)];
    const version = asked(observer.now, "ZTunnel");
    await cluster.podSeconds(3600);
    await pushed(walk, ahead);
    await until("ztunnel begins to roll", 180, () => asked(observer.now, "ZTunnel") !== version || engine.says());
    await pause(5000);
    const hung = await engine.says();
    const mark = bookmark(walk);
    const commit = await pushed(walk, home);
    await engine.giveUp();
    await until("the precheck of the way back", 420, async () => {
      const job = await jobOf(walk, home, "precheck");
      return (job !== undefined && !mark.known.has(job.uid)) || engine.says();
    });
    const began = ((Date.now() - mark.at) / 1000).toFixed(0);
    await pause(10_000);
    const held =
      (await jobOf(walk, home, "precheck"))?.state === "running" && asked(observer.now, "ZTunnel") !== version;
    await byHand(walk, "40-ztunnel");
    await settle(walk, home, commit);
    await cluster.podSeconds(3);
    const { faults, ...verdict } = verdictOf(walk, home, mark);
    // That ztunnel was touched before the precheck had passed is what this is about.
    const others = faults.filter((fault) => !/was applied/.test(fault));
    return outcome(
      [{ ...verdict, faults: others }],
      held ? [] : ["the precheck passed in the middle of the roll"],
      `status while it hangs: ${hung}`,
      `the engine took the way back after ${began} s`,
    );
  },
};
