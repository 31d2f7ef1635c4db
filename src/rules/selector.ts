import { conditionHolds } from "../mesh/label-selector";
import { listAt, textAt, valueAt } from "../objects/object-paths";
import type { KnownLabels } from "./objects";

/** `unknown` when the answer hangs on labels that the manifests do not show. */
export type Match = "yes" | "no" | "unknown";

/**
 * Whether a label selector matches a namespace, with Kubernetes' own semantics: all terms must hold, a selector without terms
 * matches everything, no selector matches nothing.
 */
export function matchSelector(selector: unknown, known: KnownLabels): Match {
  if (typeof selector !== "object" || selector === null) return "no";
  const exact = Object.entries(valueAt(selector, "matchLabels") ?? {}).map(([key, value]) =>
    matchTerm(key, "In", textsOf([value]), known),
  );
  const expressions = listAt(selector, "matchExpressions").map((term) =>
    matchTerm(textAt(term, "key") ?? "", textAt(term, "operator") ?? "", textsOf(listAt(term, "values")), known),
  );
  return all([...exact, ...expressions]);
}

/** The best answer of several selectors, of which one is enough. */
export function anyOf(matches: readonly Match[]): Match {
  if (matches.includes("yes")) return "yes";
  return matches.includes("unknown") ? "unknown" : "no";
}

/** Label keys that a selector asks for. */
export function selectorKeys(selector: unknown): readonly string[] {
  const terms = listAt(selector, "matchExpressions").map((term) => textAt(term, "key") ?? "");
  return [...Object.keys(valueAt(selector, "matchLabels") ?? {}), ...terms];
}

/** What can equal a label. The API server takes text only; a map or a list is none, and may not even have a text. */
function textsOf(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value !== "object" || value === null).map(String);
}

function all(matches: readonly Match[]): Match {
  if (matches.includes("no")) return "no";
  return matches.includes("unknown") ? "unknown" : "yes";
}

function matchTerm(key: string, operator: string, values: readonly string[], known: KnownLabels): Match {
  const value = Object.hasOwn(known.labels, key) ? known.labels[key] : undefined;
  if (value === undefined && !known.complete) return "unknown";
  return conditionHolds(operator, values, value) ? "yes" : "no";
}
