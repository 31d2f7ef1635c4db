import type { LabelSelector } from "./schema";

type Labels = Readonly<Record<string, string>>;

/** Whether one condition of a selector holds for a label's value, as Kubernetes reads it; undefined stands for no such label. */
export function conditionHolds(operator: string, values: readonly string[], value: string | undefined): boolean {
  const listed = value !== undefined && values.includes(value);
  switch (operator) {
    case "In":
      return listed;
    case "NotIn":
      return !listed;
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      // The API server refuses any other operator.
      return false;
  }
}

/**
 * The labels that bring a namespace into the reach of discovery selectors, of which one is enough. None where one of them
 * matches already, and none where each of them contradicts a label that the namespace has.
 *
 * @param labels all that is known of the namespace's labels, `kubernetes.io/metadata.name` included
 */
export function discoveryLabels(selectors: readonly LabelSelector[], labels: Labels): Labels {
  const missing = selectors.map((selector) => missingLabels(selector, labels)).filter((one) => one !== undefined);
  if (missing.some((one) => Object.keys(one).length === 0)) return {};
  return missing[0] ?? {};
}

/** Whether discovery selectors match a namespace as it is: one of them is enough, and none means all. */
export function isDiscovered(selectors: readonly LabelSelector[], labels: Labels): boolean {
  return (
    selectors.length === 0 ||
    selectors.some((selector) => Object.keys(missingLabels(selector, labels) ?? { no: "" }).length === 0)
  );
}

/** What has to be added for one selector to match; undefined where adding is not enough. */
function missingLabels({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): Labels | undefined {
  const exact = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: "In", values: [value] }));
  const conditions = [...exact, ...matchExpressions.map(({ values = [], ...rest }) => ({ ...rest, values }))];
  const added: Record<string, string> = {};
  const current = (key: string) => [added, labels].find((one) => Object.hasOwn(one, key))?.[key];
  for (const { key, operator, values } of conditions) {
    if (conditionHolds(operator, values, current(key))) continue;
    const value = operator === "In" ? values[0] : operator === "Exists" ? "true" : undefined;
    if (value === undefined || current(key) !== undefined) return undefined;
    added[key] = value;
  }
  // What a later condition added may break one before it.
  const all = conditions.every(({ key, operator, values }) => conditionHolds(operator, values, current(key)));
  return all ? added : undefined;
}
