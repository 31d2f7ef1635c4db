import { listAt, textAt, valueAt, wordOf } from "../../../objects/object-paths";
import { type ChartValues, valueIn } from "../../../rules/charts/values";

/** Whether values may leave a chart out that another one brings along. */
export function isSwitched(dependency: unknown): boolean {
  return ["condition", "tags"].some((key) => valueAt(dependency, key) !== undefined);
}

/**
 * Whether Helm takes such a chart: by the first of its conditions that the values answer, else by its tags, of which one that is on is enough.
 * What nobody answers is taken. Undefined where an answer is still to be filled in.
 */
export function isSwitchedOn(dependency: unknown, values: readonly ChartValues[]): boolean | undefined {
  const conditions = (textAt(dependency, "condition") ?? "").split(",").map((path) => path.trim());
  const answers = conditions.filter((path) => path !== "").map((path) => valueIn(values, path.split(".")).value);
  const tags = listAt(dependency, "tags").map((tag) => valueIn(values, ["tags", wordOf(tag)]).value);
  if ([...answers, ...tags].some((one) => typeof one === "string" && /[{}$<]/.test(one))) return undefined;
  const answer = answers.find((one) => typeof one === "boolean");
  if (typeof answer === "boolean") return answer;
  return tags.includes(true) || !tags.includes(false);
}
