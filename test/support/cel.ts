import { isDeepStrictEqual } from "node:util";
import { type Cel, parseCel } from "./cel-parse";

type Scope = Readonly<Record<string, unknown>>;
type Fields = Record<string, unknown>;

const seconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function duration(text: unknown): number {
  const parts = typeof text === "string" ? [...text.matchAll(/(\d+(?:\.\d+)?)(ms|us|ns|h|m|s)/gy)] : [];
  if (parts.map(([part]) => part).join("") !== text) throw new Error(`"${String(text)}" is no duration`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (seconds[unit ?? ""] ?? Number.NaN), 0);
}

/** RE2 takes flags inside the pattern; JavaScript beside it. */
function matches(text: unknown, pattern: unknown): boolean {
  const source = String(pattern);
  return new RegExp(source.replace("(?i)", ""), source.includes("(?i)") ? "iu" : "u").test(String(text));
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (isFields(value)) return Object.keys(value).length;
  throw new Error(`${String(value)} has no size`);
}

function get(on: unknown, key: unknown): unknown {
  if (Array.isArray(on) && typeof key === "number" && key < on.length) return on[key];
  if (isFields(on) && Object.hasOwn(on, String(key))) return on[String(key)];
  throw new Error(`no such key: ${String(key)}`);
}

function truth(value: unknown): boolean {
  if (typeof value !== "boolean") throw new Error(`${String(value)} is no boolean`);
  return value;
}

/** `&&` and `||` forgive an error on one side when the other side decides. */
function logical(left: Cel, right: Cel, scope: Scope, decides: boolean): boolean {
  try {
    if (truth(run(left, scope)) === decides) return decides;
  } catch (error) {
    if (truth(run(right, scope)) === decides) return decides;
    throw error;
  }
  return truth(run(right, scope));
}

function binary(operator: string, left: Cel, right: Cel, scope: Scope): unknown {
  if (operator === "&&") return logical(left, right, scope, false);
  if (operator === "||") return logical(left, right, scope, true);
  const a = run(left, scope);
  const b = run(right, scope);
  if (operator === "==") return isDeepStrictEqual(a, b);
  if (operator === "!=") return !isDeepStrictEqual(a, b);
  if (operator === "in")
    return Array.isArray(b) ? b.some((one) => isDeepStrictEqual(one, a)) : Object.hasOwn(b as Fields, String(a));
  if (operator === "+" && typeof a === "string" && typeof b === "string") return a + b;
  if (typeof a === "number" && typeof b === "number") {
    if (operator === "+") return a + b;
    if (operator === "-") return a - b;
    if (operator === "<") return a < b;
    if (operator === "<=") return a <= b;
    if (operator === ">") return a > b;
    if (operator === ">=") return a >= b;
  }
  throw new Error(`cannot evaluate ${typeof a} ${operator} ${typeof b}`);
}

function macro(name: string, on: unknown, args: readonly Cel[], scope: Scope): unknown {
  const [variable, body] = args;
  if (variable?.is !== "name" || !body) throw new Error(`${name} takes a variable and an expression`);
  const members: readonly unknown[] = Array.isArray(on) ? on : Object.keys(on as Fields);
  const holds = (member: unknown) => truth(run(body, { ...scope, [variable.name]: member }));
  if (name === "all") return members.every(holds);
  if (name === "exists") return members.some(holds);
  if (name === "filter") return members.filter(holds);
  return members.filter(holds).length === 1;
}

function call(name: string, on: Cel | undefined, args: readonly Cel[], scope: Scope): unknown {
  if (name === "has") {
    const [path] = args;
    if (path?.is !== "field") throw new Error("has() takes a field");
    const holder = run(path.on, scope);
    return isFields(holder) && Object.hasOwn(holder, path.field);
  }
  if (on && ["all", "exists", "exists_one", "filter"].includes(name)) return macro(name, run(on, scope), args, scope);
  const values = args.map((arg) => run(arg, scope));
  const [first, second] = on ? [run(on, scope), ...values] : values;
  switch (name) {
    case "size":
      return sizeOf(first);
    case "matches":
      return matches(first, second);
    case "contains":
      return String(first).includes(String(second));
    case "startsWith":
      return String(first).startsWith(String(second));
    case "endsWith":
      return String(first).endsWith(String(second));
    case "split":
      return String(first).split(String(second));
    case "int":
      if (!/^-?\d+$/.test(String(first))) throw new Error(`"${String(first)}" is no integer`);
      return Number(first);
    case "duration":
      return duration(first);
    case "url":
      return new URL(String(first));
    case "getScheme":
      return (first as URL).protocol.slice(0, -1);
    default:
      throw new Error(`CEL function ${name} is not known to this evaluator`);
  }
}

function run(expression: Cel, scope: Scope): unknown {
  switch (expression.is) {
    case "literal":
      return expression.value;
    case "name":
      return get(scope, expression.name);
    case "list":
      return expression.items.map((item) => run(item, scope));
    case "map":
      return Object.fromEntries(expression.entries.map(([key, value]) => [String(run(key, scope)), run(value, scope)]));
    case "field":
      return get(run(expression.on, scope), expression.field);
    case "index":
      return get(run(expression.on, scope), run(expression.index, scope));
    case "call":
      return call(expression.name, expression.on, expression.args, scope);
    case "unary":
      return expression.operator === "!" ? !truth(run(expression.on, scope)) : -Number(run(expression.on, scope));
    case "binary":
      return binary(expression.operator, expression.left, expression.right, scope);
    case "choice":
      return run(truth(run(expression.when, scope)) ? expression.then : expression.otherwise, scope);
  }
}

const parsedRules = new Map<string, Cel>();

/** The parsed rule, from a cache: CRDs repeat the same rules hundreds of times. */
export function celRule(rule: string): Cel {
  const known = parsedRules.get(rule);
  if (known) return known;
  const parsed = parseCel(rule);
  parsedRules.set(rule, parsed);
  return parsed;
}

/** Whether an expression over the fields of an object is true, as Flux asks it. Throws where Flux would go on waiting: a field that is not there. */
export function holdsFor(expression: string, object: Scope): boolean {
  return truth(run(celRule(expression), object));
}

/** Whether `self` obeys the rule. Throws where the API server would report an evaluation error, which it treats as a broken rule. */
export function obeys(rule: string, self: unknown): boolean {
  return truth(run(celRule(rule), { self }));
}
