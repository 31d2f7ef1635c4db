import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { listAt, textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { closedGateways } from "../policies/closed-gateways";
import { closedToWaypoints } from "../policies/closed-waypoints";
import { closedWorkloads } from "../policies/closed-workloads";
import { extensionProviders } from "../policies/extension-providers";
import { strangeConditions } from "../policies/policy-conditions";
import { operationChecks } from "../policies/policy-operations";
import { sourceChecks } from "../policies/policy-sources";
import { refusedRules } from "../policies/refused-rules";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const pol003: Rule = {
  id: "POL003",
  state: (set) => [
    ...objectsOf(set, "security.istio.io", "AuthorizationPolicy").flatMap((one) => [
      ...wrongEntries(set, one),
      ...refusedRules(one),
      ...strangeConditions(set, one),
      ...idle(one),
      ...lostProvider(set, one),
    ]),
    ...closed(set),
  ],
  step: (step) => (step.kind === undefined ? closedToWaypoints(step) : []),
};

/** Where gateways are shut, that is said, and not what else is. */
function closed(set: ManifestSet): readonly Finding[] {
  const gateways = closedGateways(set);
  return gateways.length > 0 ? gateways : closedWorkloads(set);
}

/** Entries that can match nothing, in every rule of a policy. */
function wrongEntries(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "rules").flatMap((rule, index) =>
    lists.flatMap(([list, part, checks]) =>
      listAt(rule, list).flatMap((item, at) =>
        checks.flatMap(([key, own]) =>
          listAt(item, part, key).flatMap((value, which) => {
            const path = ["spec", "rules", index, list, at, part, key, which];
            const entry = { set, one, at: path, text: textAt(value) ?? "" };
            return own.flatMap((check) => check(entry));
          }),
        ),
      ),
    ),
  );
}

const lists = [
  ["from", "source", Object.entries(sourceChecks)],
  ["to", "operation", Object.entries(operationChecks)],
] as const;

/** Without rules a policy matches nothing: meant with ALLOW, which then refuses all, and with nothing else. */
function idle(one: CheckedObject): readonly Finding[] {
  const action = textAt(one.object, "spec", "action");
  if (!["DENY", "AUDIT", "CUSTOM"].includes(action ?? "") || listAt(one.object, "spec", "rules").length > 0) return [];
  const at = ["spec", "action"];
  const message = `action ${action} without rules matches nothing: the policy has no effect`;
  return [about("POL003", one, { at, message, hint: "To match every request write rules: [{}]." })];
}

/** CUSTOM hands requests to an extension provider of the mesh. */
function lostProvider(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  if (textAt(one.object, "spec", "action") !== "CUSTOM") return [];
  const providers = extensionProviders(set, one);
  if (!providers) return [];
  const { names, where } = providers;
  const at = ["spec", "provider", "name"];
  const name = textAt(one.object, ...at);
  if (name !== undefined && names.includes(name)) return [];
  const near = name === undefined ? undefined : nearest(name, names);
  const what = name === undefined ? "action CUSTOM without a provider" : `the mesh has no extension provider ${name}`;
  const hint = near === undefined ? `Add it to ${where}.` : `Did you mean ${near}?`;
  return [about("POL003", one, { at, message: `${what}: every request that the policy selects is denied`, hint })];
}
