import type { PlanPhase } from "../repository";
import { jobOf, jobSays, phaseAt, pushed, step, type Walk } from "../walk";
import { asked, holds, jobIs, saysOf } from "./looks";
import { type Outcome, outcome, type Scenario } from "./scenario";

/** Two phases forward in one push, so that the engine never sees the first of them. */
export const skipForward: Scenario = {
  name: "two phases at once",
  says: "two phases pushed between two polls: the second blocks itself and says why; back one is the way out",
  from: 2,
  to: 4,
  run: (walk) => skip(walk, phaseAt(walk, 2), phaseAt(walk, 3), phaseAt(walk, 4)),
};

/** The same backwards. */
export const skipBack: Scenario = {
  name: "two phases back at once",
  says: "the same backwards; forward one is the way out",
  from: 4,
  to: 2,
  run: (walk) => skip(walk, phaseAt(walk, 4), phaseAt(walk, 3), phaseAt(walk, 2)),
};

async function skip(walk: Walk, here: PlanPhase, between: PlanPhase, there: PlanPhase): Promise<Outcome> {
  const { observer } = walk;
  const picture = () => ["control plane", "CNI", "ZTunnel"].map((part) => asked(observer.now, part as "CNI")).join();
  const before = picture();
  await pushed(walk, between, there);
  await holds(
    walk,
    `${there.dir} blocks itself`,
    () => picture() === before && observer.now.marker === here.dir,
    () => jobIs(walk, there, "precheck", "failed"),
  );
  const job = await jobOf(walk, there, "precheck");
  const said = await saysOf(walk, job?.name ?? "");
  const log = job ? await jobSays(walk, job.name) : "";
  const faults = [
    ...(picture() === before ? [] : ["something was applied"]),
    ...(job && said.includes(job.name) ? [] : [`the engine's status does not name the Job: ${said}`]),
    ...(log.includes("neighbour-applied") && log.includes(here.dir) ? [] : [`the Job's log does not say why: ${log}`]),
  ];
  const out = await step(walk, between);
  return outcome([out, await step(walk, there)], faults, `status: ${said}`, `log: ${log}`);
}
