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

/** Whatever YAML could not hold either: functions, instances of classes, data that contains itself. */
function plainDataProblems(value: unknown, path: MeshPath, parents: readonly object[]): Problem[] {
  if (typeof value !== "object" || value === null) return isPlain(value) ? [] : [notPlain(String(typeof value), path)];
  if (parents.includes(value)) return [notPlain("data that contains itself", path)];
  const inside = [...parents, value];
  if (Array.isArray(value)) return value.flatMap((one, index) => plainDataProblems(one, [...path, index], inside));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return [notPlain("an instance of a class", path)];
  return Object.entries(value).flatMap(([key, one]) => plainDataProblems(one, [...path, key], inside));
}

function isPlain(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === undefined || value === null || typeof value === "string" || typeof value === "boolean";
}

function notPlain(what: string, path: MeshPath): Problem {
  return { message: `expected plain data, got ${what}`, path };
}
