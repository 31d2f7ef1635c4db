import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import type { RuleId } from "../../../findings/pages/index";

/** The findings of one distribution that all others have as well: what hangs on a guess is not said, and what one of them takes for a warning is none the worse. */
export function saidByAll(findings: readonly Finding[], others: readonly (readonly Finding[])[]): readonly Finding[] {
  const known = others.map((list) => grouped(list, subjectOf));
  return findings.flatMap((one) => {
    const same = known.map((list) => list.get(subjectOf(one)) ?? []);
    if (same.some((its) => its.length === 0)) return [];
    // Of one place several things may be said.
    const milder = same.find((its) => its.every(({ severity }) => severity === "warning"));
    return [one.severity === "error" ? (milder?.[0] ?? one) : one];
  });
}

/** The rules that the other distributions have to be asked, so that it is known whether they say the same. */
export function rulesToAsk(findings: readonly Finding[]): ReadonlySet<RuleId> {
  const said = findings.map(({ rule }) => rule);
  return new Set(said.some(isOfJumps) ? [...said, ...ofJumps] : said);
}

/** Of a jump over minors in place, each vendor has its own rule. */
const ofJumps: readonly RuleId[] = ["SKEW003", "SKEW004"];

function isOfJumps(rule: RuleId): boolean {
  return ofJumps.includes(rule);
}

function subjectOf({ rule, object, place }: Finding): string {
  return JSON.stringify([isOfJumps(rule) ? ofJumps : rule, object, place]);
}
