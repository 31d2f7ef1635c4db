import type { Check } from "../../plan/checks";
import { checkContainer } from "../command";

/** One check as a container: its name, and the arguments of kubectl. */
export interface GateContainer {
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * A container for each check that can be asked without a shell.
 * @param deadlineSeconds of the Job: each container gives up before that, so that its log says what it waited for
 */
export function gateContainers(checks: readonly Check[], deadlineSeconds: number): readonly GateContainer[] {
  const asked = checks.flatMap((check) => {
    const args = checkContainer(check);
    return "impossible" in args ? [] : [{ kind: check.check, args }];
  });
  return asked.map(({ kind, args }, index) => ({
    name: `${String(index + 1).padStart(2, "0")}-${kind}`,
    args: args.map((one) => within(one, Math.floor(deadlineSeconds * 0.8))),
  }));
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Cuts `--timeout=1h` where that is more than there is. */
function within(arg: string, seconds: number): string {
  const [, amount, unit = ""] = /^--timeout=(\d+)([smh])$/.exec(arg) ?? [];
  if (amount === undefined || Number(amount) * (unitSeconds[unit] ?? 1) <= seconds) return arg;
  return `--timeout=${seconds}s`;
}
