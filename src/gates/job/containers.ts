import type { Check } from "../../plan/checks";
import { checkContainer } from "../command";

/** One check as a container. */
export interface GateContainer {
  readonly name: string;
  /** @default kubectl */
  readonly command?: readonly string[];
  readonly args: readonly string[];
}

/**
 * A container for each check that can be asked.
 * @param deadlineSeconds of the Job: each container gives up before that, so that its log says what it waited for
 */
export function gateContainers(checks: readonly Check[], deadlineSeconds: number): readonly GateContainer[] {
  const seconds = Math.floor(deadlineSeconds * 0.8);
  const asked = checks.flatMap((check) => {
    const container = checkContainer(check);
    if ("impossible" in container) return [];
    const run = "script" in container ? shellContainer(container.script, seconds) : { args: container };
    return [{ kind: check.check, ...run }];
  });
  return asked.map(({ kind, args, ...run }, index) => ({
    name: `${String(index + 1).padStart(2, "0")}-${kind}`,
    ...run,
    args: args.map((one) => within(one, seconds)),
  }));
}

/** A script that finds in `$1` the seconds that it has. */
export function shellContainer(script: string, seconds: number): Pick<GateContainer, "command" | "args"> {
  return { command: ["sh"], args: ["-c", script, "sh", String(seconds)] };
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Cuts `--timeout=1h` where that is more than there is. */
function within(arg: string, seconds: number): string {
  const [, amount, unit = ""] = /^--timeout=(\d+)([smh])$/.exec(arg) ?? [];
  if (amount === undefined || Number(amount) * (unitSeconds[unit] ?? 1) <= seconds) return arg;
  return `--timeout=${seconds}s`;
}
