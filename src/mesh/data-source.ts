import type { MeshPath } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import type { YamlSource } from "../source/yaml-source";

/** Data that was written in TypeScript, in the form that checks take: there is no file to point into. */
export function dataSource(value: unknown): YamlSource {
  const problems = plainDataProblems(value, [], []);
  if (problems.length > 0) throw new InputError(problems);
  return { value, file: "", locate: () => ({ file: "", line: 1, column: 1 }) };
}

/** Runs a check on a {@link dataSource} and names paths only, below `base`. */
export function withPathsOnly<T>(base: MeshPath, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map(({ place: _, ...rest }) => ({ ...rest, path: [...base, ...(rest.path ?? [])] })),
    );
  }
}

/** Whatever YAML could not hold either: functions, instances of classes, tokens, data that contains itself. */
function plainDataProblems(value: unknown, path: MeshPath, parents: readonly object[]): Problem[] {
  if (isToken(value)) return [tokenProblem(path)];
  if (typeof value !== "object" || value === null) return isPlain(value) ? [] : [notPlain(nameOf(value), path)];
  if (parents.includes(value)) return [notPlain("data that contains itself", path)];
  const inside = [...parents, value];
  if (Array.isArray(value)) return value.flatMap((one, index) => plainDataProblems(one, [...path, index], inside));
  if (!isPlainMap(value)) return [notPlain(`an instance of ${value.constructor?.name || "a class"}`, path)];
  return Object.entries(value).flatMap(([key, one]) => plainDataProblems(one, [...path, key], inside));
}

function isPlain(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === undefined || value === null || typeof value === "string" || typeof value === "boolean";
}

/** `Object.prototype` of any realm: what one test environment or worker hands to another is plain, too. */
function isPlainMap(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What cdk8s resolves when it renders an object (`Lazy`, or anything with a `resolve`), and the text that other CDKs put in place of a value. */
function isToken(value: unknown): boolean {
  if (typeof value === "string") return value.includes("${Token[");
  if (typeof value !== "object" || value === null || isPlainMap(value)) return false;
  const { produce, resolve: resolveToken } = value as { produce?: unknown; resolve?: unknown };
  return typeof produce === "function" || typeof resolveToken === "function";
}

function tokenProblem(path: MeshPath): Problem {
  const hint = "the plan is made before any token is resolved: write the value out";
  return { message: "expected plain data, got a token", path, hint };
}

function nameOf(value: unknown): string {
  return typeof value === "number" ? String(value) : `a ${typeof value}`;
}

function notPlain(what: string, path: MeshPath): Problem {
  return { message: `expected plain data, got ${what}`, path };
}
