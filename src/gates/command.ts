import type { Check } from "../plan/checks";
import type { CheckCommand, Kubectl } from "./check-command";
import type { CheckKind, NoContainer, ShellContainer, Verdict } from "./kind";
import { checkKinds } from "./kinds";
import type { Answer, Query } from "./query";

/** A phase's gates are asked for in its PHASE.md, in gates.sh, and in plan.json. */
const known: Readonly<Record<Kubectl, WeakMap<Check, CheckCommand>>> = { oc: new WeakMap(), kubectl: new WeakMap() };

/** The command for a check, with the mesh's own names filled in, beside the line of output that means yes. */
export function checkCommand(check: Check, kubectl: Kubectl): CheckCommand {
  const command = known[kubectl].get(check) ?? kindOf(check).command(check, kubectl);
  known[kubectl].set(check, command);
  return command;
}

/** What has to be asked of a cluster to judge a check. */
export function checkQueries(check: Check): readonly Query[] {
  return kindOf(check).looksAt(check);
}

/** Judges a check by what a cluster has answered, one answer for each query. */
export function judgeCheck(check: Check, answers: readonly Answer[]): Verdict {
  const { holds, looksAt, judgesSilence } = kindOf(check);
  const queries = looksAt(check);
  const silent = answers.find(({ failed }, index) => failed !== undefined && queries[index]?.ask === "get");
  return silent?.failed !== undefined && !judgesSilence ? silent.failed : holds(check, answers);
}

/** What was measured, of a check that holds. */
export function seenBy(check: Check, answers: readonly Answer[]): string | undefined {
  return kindOf(check).saw?.(check, answers);
}

/** Arguments of kubectl for a container of a Job, a script, or why there is none. */
export function checkContainer(check: Check): readonly string[] | ShellContainer | NoContainer {
  return kindOf(check).container(check);
}

function kindOf(check: Check): CheckKind<Check> {
  return checkKinds[check.check] as unknown as CheckKind<Check>;
}
