import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { canonicalJson } from "../../objects/canonical-json";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { pairs } from "../changed";
import { memberOf } from "../membership";
import { namespaceLabels, objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";
import { isAttached } from "../targets";
import { actionOf, isDryRun } from "./action";

const security = "security.istio.io";

/**
 * RequestAuthentications that were for what a policy is for, and are for something else after a step, while the policy asks whose token a
 * request has (POL004): without one that reads tokens, no request has any.
 */
export function lostTokens(step: Step): readonly Finding[] {
  const asking = objectsOf(step.after, security, "AuthorizationPolicy").filter(isAsking);
  if (asking.length === 0) return [];
  return pairs(step, (set) => objectsOf(set, security, "RequestAuthentication")).flatMap(({ before, after }) =>
    asking
      .filter((policy) => reads(before, policy) === "yes" && !mayBeRead(step.after, policy))
      .slice(0, 1)
      .map((policy) =>
        about("POL004", after, {
          at: ["spec", isAttached(after) ? "targetRefs" : "selector"],
          message: `it no longer reads tokens for what ${objectId(policy.object)} is for, and nothing else does: no request has a principal there, and ${comesOf(policy)}`,
          hint: "Change both in one step, or leave it as it was.",
        }),
      ),
  );
}

type Answer = "yes" | "no" | "unknown";

function mayBeRead(set: ManifestSet, policy: CheckedObject): boolean {
  const homes = [policy.object.metadata.namespace, ...rootNamespaces(set)];
  return (
    objectsOf(set, security, "RequestAuthentication").some(
      (one) => homes.includes(one.object.metadata.namespace) && reads(one, policy) !== "no",
    ) ||
    (memberOf(namespaceLabels(set, policy.object.metadata.namespace ?? "").labels) === "ambient" && !isAttached(policy))
  );
}

/** Whether tokens are read for all that a policy is for, or for nothing of it. */
function reads(one: CheckedObject, policy: CheckedObject): Answer {
  if (isAttached(one) !== isAttached(policy)) return "unknown";
  if (isAttached(one)) {
    const [ours, others] = [one, policy].map(refsOf);
    if (others?.every((ref) => ours?.includes(ref))) return "yes";
    return others?.some((ref) => ours?.includes(ref)) || ours?.some((ref) => ref.includes("GatewayClass"))
      ? "unknown"
      : "no";
  }
  if (one.object.metadata.namespace !== policy.object.metadata.namespace) return "unknown";
  const [ours, others] = [one, policy].map(
    ({ object }) => Object(valueAt(object, "spec", "selector", "matchLabels")) as Readonly<Record<string, unknown>>,
  );
  const terms = Object.entries(ours ?? {});
  if (terms.every(([key, value]) => others?.[key] === value)) return "yes";
  // A pod has one value of each label.
  return terms.some(([key, value]) => others?.[key] !== undefined && others[key] !== value) ? "no" : "unknown";
}

function refsOf({ object }: CheckedObject): readonly string[] {
  const refs = [...listAt(object, "spec", "targetRefs"), valueAt(object, "spec", "targetRef")].filter(Boolean);
  return refs.map((ref) => canonicalJson([textAt(ref, "kind") ?? "", textAt(ref, "name") ?? ""]));
}

/** Whether a policy that refuses asks for tokens. */
function isAsking(policy: CheckedObject): boolean {
  return (
    !isDryRun(policy) &&
    ["ALLOW", "DENY"].includes(actionOf(policy)) &&
    rulesOf(policy).some((rule) => asks(rule) !== undefined)
  );
}

function rulesOf({ object }: CheckedObject): readonly unknown[] {
  return listAt(object, "spec", "rules");
}

/** Whether a rule is about requests with a token, or about those without one. */
function asks(rule: unknown): "with" | "without" | undefined {
  const sources = listAt(rule, "from");
  const all = (key: string) => sources.length > 0 && sources.every((it) => listAt(it, "source", key).length > 0);
  const isWhen = (key: string) =>
    listAt(rule, "when").some(
      (it) => wordOf(valueAt(it, "key")).startsWith("request.auth.") && listAt(it, key).length > 0,
    );
  if (all("requestPrincipals") || isWhen("values")) return "with";
  const isNobody = sources.some((it) => listAt(it, "source", "notRequestPrincipals").length > 0);
  return isNobody || isWhen("notValues") ? "without" : undefined;
}

function comesOf(policy: CheckedObject): string {
  const asked = rulesOf(policy).map(asks);
  if (actionOf(policy) === "DENY")
    return asked.includes("without")
      ? "what it refuses without a token is refused with one, too"
      : "it refuses nobody by that";
  return asked.every((it) => it === "with") ? "it lets nobody in" : "its rules for who has one match nobody";
}
