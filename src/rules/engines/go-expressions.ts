import { valueAt } from "../../objects/object-paths";

/** What the names in a template stand for. */
export interface Scope {
  /** `$` */
  readonly root: unknown;
  /** `.` */
  readonly dot: unknown;
  readonly variables: ReadonlyMap<string, unknown>;
}

/** What an expression is; undefined where it asks for more than what is known, or calls what nobody calls here. */
export function evaluated(text: string, scope: Scope): { readonly value: unknown } | undefined {
  const words = wordsOf(text);
  if (words === undefined) return undefined;
  const [first = "", ...rest] = words;
  if (rest.length === 0) return operand(first, scope);
  const values = rest.map((word) => operand(word, scope));
  if (values.includes(undefined)) return undefined;
  return called(
    first,
    values.map((one) => one?.value),
  );
}

/** Whether a condition holds, as Go takes values for true. */
export function truthOf(text: string, scope: Scope): boolean | undefined {
  const found = evaluated(text, scope);
  return found && isTrue(found.value);
}

/** The words of an expression; what stands in parentheses is one. */
function wordsOf(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|[()]|[^\s()"`]+|\s+/g)) {
    if (token === ")") depth -= 1;
    const isInside = depth > 0 || token === ")";
    if (isInside && words.length > 0) words[words.length - 1] += token;
    else if (token.trim() !== "") words.push(token);
    if (token === "(") depth += 1;
    if (depth < 0) return undefined;
  }
  return depth === 0 ? words : undefined;
}

function operand(word: string, scope: Scope): { readonly value: unknown } | undefined {
  if (word.startsWith("(")) return word.endsWith(")") ? evaluated(word.slice(1, -1), scope) : undefined;
  if (/^"[^\\]*"$/.test(word) || /^`.*`$/s.test(word)) return { value: word.slice(1, -1) };
  if (/^-?\d+$/.test(word)) return { value: Number(word) };
  if (word === "true" || word === "false") return { value: word === "true" };
  if (word === ".") return { value: scope.dot };
  const [, name, path] = /^(\$\w*)?((?:\.\w+)*)$/.exec(word) ?? [];
  if (path === undefined || (name === undefined && path === "")) return undefined;
  const of = name === undefined ? scope.dot : name === "$" ? scope.root : scope.variables.get(name.slice(1));
  const value = path === "" ? of : valueAt(of, ...path.slice(1).split("."));
  // What an element does not say may be said by what nobody sees here.
  return value === undefined ? undefined : { value };
}

function called(name: string, values: readonly unknown[]): { readonly value: unknown } | undefined {
  const [first, second] = values;
  switch (name) {
    case "not":
      return values.length === 1 ? { value: !isTrue(first) } : undefined;
    case "and":
      return { value: values.find((one) => !isTrue(one)) ?? values.at(-1) };
    case "or":
      return { value: values.find(isTrue) ?? values.at(-1) };
    case "eq":
      // Of two kinds Go compares none, and several it compares with the first.
      return values.length >= 2 && values.every((one) => isPlain(one) && typeof one === typeof first)
        ? { value: values.slice(1).includes(first) }
        : undefined;
    case "ne":
      return values.length === 2 && isPlain(first) && typeof first === typeof second
        ? { value: first !== second }
        : undefined;
    case "index":
      return values.length === 2 && Array.isArray(first) && first[Number(second)] !== undefined
        ? { value: first[Number(second)] }
        : undefined;
    default:
      return undefined;
  }
}

/** Numbers of elements are of another kind than those of a template, and Go refuses to compare the two. */
function isPlain(value: unknown): boolean {
  return ["string", "boolean"].includes(typeof value);
}

function isTrue(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
