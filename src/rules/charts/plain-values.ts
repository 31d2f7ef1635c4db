import { type ChartValues, valueIn } from "./values";

/** Whether somebody fills in a text, or a part of it. */
export function isOpenText(text: string): boolean {
  return /[{}$<]/.test(text);
}

/** A text that a chart is given under the first of some paths that has any, empty where none has; undefined where nobody knows it here. */
export function plainValue(
  values: readonly ChartValues[] | undefined,
  ...paths: readonly (readonly string[])[]
): string | undefined {
  if (values === undefined) return undefined;
  const [value = ""] = paths
    .map((path) => valueIn(values, path).value)
    .filter((one) => one !== undefined && one !== null);
  return typeof value === "string" && !isOpenText(value) ? value : undefined;
}
