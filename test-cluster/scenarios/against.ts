import { until } from "../process";
import { bookmark, byHand, jobOf, missing, phaseAt, pushed, step, type Walk } from "../walk";
import { removeStrayPod, strayPod } from "./failing";
import { asked, jobIs, saysOf } from "./looks";
import { outcome, type Scenario } from "./scenario";

/** A precheck says no, and a person goes on against it, layer by layer and by name. */
export const against: Scenario = {
  name: "on against a gate",
  says: "a precheck that says no holds its phase; a person applies by hand what Git says, then the marker, and the next phase goes its usual way",
  from: 2,
  to: 4,
  run: async (walk: Walk) => {
    const { observer } = walk;
    const [here, phase, next] = [phaseAt(walk, 2), phaseAt(walk, 3), phaseAt(walk, 4)];
    const version = asked(observer.now, "ZTunnel");
    await strayPod(walk);
    const mark = bookmark(walk);
    await pushed(walk, phase);
    await until("the precheck fails", 300, async () => (await jobIs(walk, phase, "precheck", "failed")) || "not yet");
    const said = await saysOf(walk, (await jobOf(walk, phase, "precheck"))?.name ?? "");
    const held = asked(observer.now, "ZTunnel") === version && observer.now.marker === here.dir;
    await byHand(walk, "40-ztunnel");
    await until("ztunnel rolls", 120, () => missing(walk, phase) || true);
    await byHand(walk, "95-marker");
    await until("the marker", 30, () => observer.now.marker === phase.dir || "not yet");
    await removeStrayPod(walk);
    const seconds = ((Date.now() - mark.at) / 1000).toFixed(0);
    const verdict = await step(walk, next);
    return outcome(
      [verdict],
      held ? [] : ["something was applied though the precheck said no"],
      `status: ${said}`,
      `by hand past it after ${seconds} s`,
    );
  },
};
