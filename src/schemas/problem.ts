import type { MeshPath } from "../findings/finding";

/** One thing that the API server would refuse, or take and not keep. */
export interface SchemaProblem {
  /** Inside the object. */
  readonly path: MeshPath;
  /** `unknown`: the key is dropped without a word; `null`: so is the null; `refused`: the object is. */
  readonly what: "unknown" | "null" | "refused";
  /** What is wrong, without the path. */
  readonly message: string;
  /** The known key that was probably meant. */
  readonly near?: string;
  /** The value that was meant without a doubt: `15` where "15" is written, `ALLOW` for `Allow`. */
  readonly meant?: unknown;
}

/** `spec.values.pilot.env`, with list positions in brackets. */
export function pathText(path: MeshPath): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index ? "." : ""}${part}`)).join("");
}

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
