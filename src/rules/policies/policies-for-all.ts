import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { labelsOf, objectsOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { isAttached, targetsOf } from "../targets";
import { selects } from "../workloads";
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
  const isOpen = rules.some((rule) => ["from", "to", "when"].every((key) => listAt(rule, key).length === 0));
  // What lets everybody in asks nothing.
  if (isDryRun(one) || actionOf(one) === "AUDIT" || (actionOf(one) === "ALLOW" && isOpen)) return false;
  return rules.some((rule) => !asksWho(rule));
}

/** Whether it is sure to be meant for those outside, too: it asks for their tokens, or refuses what nobody may. Methods may be restricted for the mesh alone. */
export function isForOutside(one: CheckedObject): boolean {
  if (one.object.kind === "RequestAuthentication" || ["DENY", "CUSTOM"].includes(actionOf(one))) return true;
  return listAt(one.object, "spec", "rules").some(
    (rule) =>
      listAt(rule, "from").some(asksForToken) ||
      listAt(rule, "when").some((condition) => /^request\.auth\./.test(textAt(condition, "key") ?? "")),
  );
}

/** Whether a rule is for some who send alone, by their identity in the mesh or their address. */
function asksWho(rule: unknown): boolean {
  return (
    listAt(rule, "from").some((source) => !asksForToken(source)) ||
    listAt(rule, "when").some((condition) => /^source\./.test(textAt(condition, "key") ?? ""))
  );
}

/** Whether a source is told by a token alone. */
function asksForToken(source: unknown): boolean {
  const keys = Object.keys(Object(valueAt(source, "source")));
  return keys.length > 0 && keys.every((key) => /^(not)?requestPrincipals$/i.test(key));
}

/** Whether a Gateway has a policy of its own that does the like: of its namespace, by its labels, or attached to it. */
export function isGuarded(set: ManifestSet, gateway: CheckedObject, like: CheckedObject): boolean {
  const own = attachedTo(set, "gateway.networking.k8s.io/Gateway", gateway);
  const { namespace, name } = gateway.object.metadata;
  const selected = (one: CheckedObject) =>
    selects(valueAt(one.object, "spec", "selector", "matchLabels"), {
      ...labelsOf(gateway.object),
      "gateway.networking.k8s.io/gateway-name": name,
    });
  return objectsOf(set, group, like.object.kind).some((one) => {
    const isIts =
      own.includes(one) || (one.object.metadata.namespace === namespace && !isAttached(one) && selected(one));
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
