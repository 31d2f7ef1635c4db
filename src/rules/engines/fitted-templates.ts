import { literalPattern } from "../../basics/literal-pattern";
import { expression } from "./set-templates";

/** What a text was filled with, by what stands between the braces. */
export type Fitted = ReadonlyMap<string, string>;

/** Parameters that are whole paths; any other is taken for one name. */
const wholePaths: readonly string[] = ["path", "path.path", ".path", ".path.path"];

/** With what a template becomes a path; undefined where it cannot become that one. */
export function fitTo(template: string, path: string): Fitted | undefined {
  const names: string[] = [];
  let source = "";
  let end = 0;
  for (const found of template.matchAll(expression)) {
    const [whole, inner = ""] = found;
    source += literalPattern(template.slice(end, found.index));
    end = found.index + whole.length;
    const before = names.indexOf(inner);
    source += before >= 0 ? `\\${before + 1}` : wholePaths.includes(inner) ? "(.+)" : "([^/]+)";
    if (before < 0) names.push(inner);
  }
  const [, ...values] = new RegExp(`^${source}${literalPattern(template.slice(end))}$`).exec(path) ?? [];
  return values.length === names.length ? new Map(names.map((name, index) => [name, values[index] ?? ""])) : undefined;
}

/** Another text of the same set, as far as it is filled with the same. */
export function filledLike(template: string, fitted: Fitted): string {
  return template.replace(expression, (whole, inner: string) => fitted.get(inner) ?? whole);
}

/** Whether a template says anything of a path by itself: `{{env}}/{{name}}` is any folder of two names. */
export function saysFolder(template: string): boolean {
  return /[\w-]/.test(template.replace(expression, ""));
}
