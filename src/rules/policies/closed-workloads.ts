import type { Finding } from "../../findings/finding";
import { listAt } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { namespaceLabels, objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { isWhole } from "../unseen";
import { servicesBefore, type Workload, workloadsOf } from "../workloads";
import { actionOf, isDryRun } from "./action";
import { allowsNothing, isForAll } from "./closed-gateways";

/**
 * Workloads that nobody may call: a policy of their namespace or of the whole mesh refuses everything, or allows nothing where neither of the two has one
 * that allows anything (POL003). The latter stands beside others, which may be kept elsewhere.
 */
export function closedWorkloads(set: ManifestSet): readonly Finding[] {
  const roots = rootNamespaces(set);
  const policies = objectsOf(set, "security.istio.io", "AuthorizationPolicy").filter((one) => !isDryRun(one));
  const opening = policies.filter((one) => actionOf(one) === "ALLOW" && listAt(one.object, "spec", "rules").length > 0);
  return policies.flatMap((closing) => {
    const home = closing.object.metadata.namespace ?? "";
    const isWide = roots.includes(home);
    const isOpened = opening.some(
      ({ object: { metadata } }) => isWide || [home, ...roots].includes(metadata.namespace ?? ""),
    );
    const refuses = actionOf(closing) === "DENY" && isForAll(closing) && refusesAll(closing);
    const allowsNone = actionOf(closing) === "ALLOW" && allowsNothing(closing) && !isOpened;
    if (roots.length === 0 || !(refuses || allowsNone)) return [];
    const closed = workloadsOf(set).filter(
      (workload) =>
        (isWide || workload.one.object.metadata.namespace === home) &&
        set.apart?.(closing, workload.one) !== true &&
        isCalled(set, workload),
    );
    const { first, names } = inShort(closed.map(({ one }) => one));
    if (!first) return [];
    const where = isWide ? "in the whole mesh" : `in namespace ${home}`;
    const why = refuses
      ? `it refuses everything ${where}, whatever others allow`
      : `it allows nothing ${where}, and no policy here allows anything`;
    return [
      about("POL003", closing, {
        at: ["spec"],
        severity: "warning",
        message: `${why}: whoever calls ${names} gets 403, or no connection`,
        hint: refuses
          ? "Say in its rules what it is to refuse; ignore this with a reason where all is meant."
          : "Add policies that allow what is meant to come in, first; ignore this with a reason where they are kept elsewhere.",
      }),
    ];
  });
}

/** A rule that asks for nothing is of every request. */
function refusesAll({ object }: CheckedObject): boolean {
  return listAt(object, "spec", "rules").some((rule) => Object.keys(Object(rule)).length === 0);
}

/** A pod in the mesh that a Service sends to, where all of its namespace is here. */
function isCalled(set: ManifestSet, workload: Workload): boolean {
  const { one, labels } = workload;
  const { namespace } = one.object.metadata;
  const isOut = labels["sidecar.istio.io/inject"] === "false" || labels["istio.io/dataplane-mode"] === "none";
  if (namespace === undefined || isOut || !memberOf(namespaceLabels(set, namespace).labels)) return false;
  return isWhole(set, namespace) && servicesBefore(set, workload).length > 0;
}
