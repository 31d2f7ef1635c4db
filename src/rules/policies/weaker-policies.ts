import type { Finding } from "../../findings/finding";
import { canonicalJson } from "../../objects/canonical-json";
import { listAt, textAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type Step } from "../rule";
import { actionOf, dryRun, isDryRun } from "./action";
import { widerRules } from "./wider-rules";

/** An AuthorizationPolicy that stays and refuses less. */
export function weakerAuthorization(step: Step): readonly Finding[] {
  return pairs(step, (set) => objectsOf(set, "security.istio.io", "AuthorizationPolicy")).flatMap(
    ({ before, after }): readonly Finding[] => {
      if (isDryRun(after) && !isDryRun(before)) {
        const at = ["metadata", "annotations", dryRun];
        return [said(after, at, "the policy is a dry run from this step on: it is logged, and refuses nothing")];
      }
      const [from, to] = [actionOf(before), actionOf(after)];
      if (from !== to) {
        return from === "AUDIT"
          ? []
          : [said(after, ["spec", "action"], `action goes from ${from} to ${to}: ${refuses(from)}`)];
      }
      const [was, is] = [rulesOf(before), rulesOf(after)];
      if (to === "DENY") {
        const lost = [...was.keys()].filter((rule) => !is.has(rule)).length;
        return lost > 0 && is.size < was.size
          ? [
              said(
                after,
                ["spec", "rules"],
                `the policy refuses by ${is.size} rules instead of ${was.size}: what the others refused is let through`,
              ),
            ]
          : [];
      }
      const wider =
        to === "ALLOW" ? widerRules(listAt(before.object, "spec", "rules"), listAt(after.object, "spec", "rules")) : [];
      const open = to === "ALLOW" && !was.has("{}") ? is.get("{}") : undefined;
      return open === undefined
        ? wider.map(({ index, what }) =>
            said(after, ["spec", "rules", index], `${what}: the policy allows more than it did`),
          )
        : [
            said(
              after,
              ["spec", "rules", open],
              "a rule without a condition is new: the policy allows everybody everything",
            ),
          ];
    },
  );
}

function refuses(action: string): string {
  return action === "ALLOW"
    ? "whoever it did not name was refused, and is no longer"
    : "what it refused is no longer refused by it";
}

/** Rules, each with its place. */
function rulesOf({ object }: CheckedObject): ReadonlyMap<string, number> {
  return new Map(listAt(object, "spec", "rules").map((rule, index) => [canonicalJson(rule), index]));
}

/** Issuers whose tokens were checked, and are no longer. */
export function fewerTokens(step: Step): readonly Finding[] {
  return pairs(step, (set) => objectsOf(set, "security.istio.io", "RequestAuthentication")).flatMap(
    ({ before, after }) => {
      const [was, is] = [before, after].map(({ object }) =>
        listAt(object, "spec", "jwtRules").map((rule) => textAt(rule, "issuer") ?? ""),
      );
      const lost = (was ?? []).filter((issuer) => issuer !== "" && !is?.includes(issuer));
      if (lost.length === 0 || (is?.length ?? 0) >= (was?.length ?? 0)) return [];
      return [said(after, ["spec", "jwtRules"], `tokens of ${lost.join(", ")} are no longer checked`)];
    },
  );
}

function said(one: CheckedObject, at: readonly (string | number)[], message: string): Finding {
  return about("POL006", one, { at, message });
}
