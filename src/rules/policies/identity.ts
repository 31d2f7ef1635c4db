import { grouped } from "../../basics/grouped";
import { oncePer } from "../../basics/once-per";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import type { CheckedObject, ManifestSet } from "../rule";
import { isAttached } from "../targets";
import { selects, type Workload } from "../workloads";
import { actionOf, isDryRun } from "./action";

/**
 * A policy by which pods take nobody who has no identity, which is what mTLS brings: all that allow something ask for one. Pods that are not
 * here are asked for what holds in their namespace.
 */
export function asksForIdentity(
  set: ManifestSet,
  namespace: string | undefined,
  pods?: Workload,
): CheckedObject | undefined {
  const allowed = [namespace, ...rootNamespaces(set)].flatMap((home) => allowing(set).get(home ?? "") ?? []);
  const own = allowed.filter(
    ({ object }) => !pods || selects(valueAt(object, "spec", "selector", "matchLabels"), pods.labels),
  );
  return own.every(byIdentity) ? own[0] : undefined;
}

const allowing = oncePer((set: ManifestSet) =>
  grouped(
    objectsOf(set, "security.istio.io", "AuthorizationPolicy").filter(
      (one) => actionOf(one) === "ALLOW" && !isDryRun(one) && !isAttached(one),
    ),
    ({ object }) => object.metadata.namespace ?? "",
  ),
);

/** Whether each of its rules asks who somebody is; one without rules takes nobody anyway. */
function byIdentity({ object }: CheckedObject): boolean {
  const rules = listAt(object, "spec", "rules");
  return rules.length > 0 && rules.every((rule) => isFrom(rule) || isWhen(rule));
}

function isFrom(rule: unknown): boolean {
  const sources = listAt(rule, "from");
  const isKnown = (source: unknown) =>
    ["principals", "namespaces", "serviceAccounts"].some((key) => listAt(source, "source", key).length > 0);
  return sources.length > 0 && sources.every(isKnown);
}

function isWhen(rule: unknown): boolean {
  return listAt(rule, "when").some(
    (condition) =>
      ["source.principal", "source.namespace", "source.serviceAccount"].includes(textAt(condition, "key") ?? "") &&
      listAt(condition, "values").length > 0,
  );
}
