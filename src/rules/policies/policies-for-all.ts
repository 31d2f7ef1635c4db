import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { isAttached, targetsOf } from "../targets";
import { actionOf, isDryRun } from "./action";

const group = "security.istio.io";

/** The policies that are attached to an object. */
export function attachedTo(set: ManifestSet, kind: string, { object }: CheckedObject): readonly CheckedObject[] {
  const { name, namespace } = object.metadata;
  const found = targetsOf(set).filter(
    (one) =>
      one.kind === kind &&
      one.name === name &&
      one.namespace === namespace &&
      ["AuthorizationPolicy", "RequestAuthentication"].includes(one.one.object.kind),
  );
  return [...new Set(found.map(({ one }) => one))];
}

/** Whether a policy asks something of all requests, whoever sends them: their tokens, or what they are. */
export function isForAll(one: CheckedObject): boolean {
  if (one.object.kind === "RequestAuthentication") return listAt(one.object, "spec", "jwtRules").length > 0;
  const rules = listAt(one.object, "spec", "rules");
  const isOpen = rules.some((rule) => !asks(rule) && listAt(rule, "from").length === 0);
  // What lets everybody in asks nothing.
  if (isDryRun(one) || actionOf(one) === "AUDIT" || (actionOf(one) === "ALLOW" && isOpen)) return false;
  return rules.some((rule) => listAt(rule, "from").length === 0 && !asksWho(rule));
}

function asks(rule: unknown): boolean {
  return listAt(rule, "to").length > 0 || listAt(rule, "when").length > 0;
}

/** Conditions by which a rule is for some who send alone. */
function asksWho(rule: unknown): boolean {
  return listAt(rule, "when").some((condition) => /^source\./.test(textAt(condition, "key") ?? ""));
}

/** Whether a Gateway has a policy of its own that does the like: of its namespace, by its labels, or attached to it. */
export function isGuarded(set: ManifestSet, gateway: CheckedObject, like: CheckedObject): boolean {
  const own = attachedTo(set, "gateway.networking.k8s.io/Gateway", gateway);
  const { namespace } = gateway.object.metadata;
  return objectsOf(set, group, like.object.kind).some((one) => {
    const isIts = own.includes(one) || (one.object.metadata.namespace === namespace && !isAttached(one));
    return isIts && one !== like && (like.object.kind !== "AuthorizationPolicy" || actionOf(one) === actionOf(like));
  });
}

/** Whether policies of a namespace say whom its pods let in, which ztunnel holds whatever way the traffic takes. */
export function guardsPods(set: ManifestSet, namespace: string | undefined): boolean {
  return objectsOf(set, group, "AuthorizationPolicy").some(
    (one) =>
      one.object.metadata.namespace === namespace &&
      !isAttached(one) &&
      !isDryRun(one) &&
      actionOf(one) === "ALLOW" &&
      listAt(one.object, "spec", "rules").some((rule) => valueAt(rule, "from") !== undefined),
  );
}
