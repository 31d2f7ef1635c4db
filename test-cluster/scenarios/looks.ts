import type { Sample } from "../observer";
import type { PartName } from "../parts";
import { pause } from "../process";
import type { PlanPhase } from "../repository";
import { jobOf, type Walk } from "../walk";

/** Version that the object of a part asks for. */
export function asked({ parts }: Sample, part: PartName): string {
  return parts[part]?.asked ?? "none";
}

export async function jobIs(walk: Walk, phase: PlanPhase, end: "precheck" | "verify", state: string): Promise<boolean> {
  return (await jobOf(walk, phase, end))?.state === state;
}

/**
 * Something must hold until an end is reached, or until it says itself that it is over.
 * @param still `true` while it holds, `"over"` when there is nothing left to hold, `false` when it broke
 */
export async function holds(
  walk: Walk,
  what: string,
  still: () => boolean | "over",
  end: () => Promise<boolean>,
  seconds = 300,
): Promise<void> {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    const answer = still();
    if (answer === "over") return;
    if (!answer) throw new Error(`${what}: it did not`);
    if (await end()) return;
    await pause(100);
  }
  throw new Error(`${what}: nothing came of it within ${seconds} s; ${await walk.engine.says()}`);
}

/** What the engine says once it names something, which may take it a while; what it says all the same when it never does. */
export async function saysOf({ engine }: Walk, name: string, seconds = 90): Promise<string> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const said = await engine.says();
    if (said.includes(name) || Date.now() > end) return said;
    await pause(1000);
  }
}
