import type { MeshPath } from "../../findings/finding";
import { isMap } from "../../objects/object-paths";

/** What the Sail API takes under `spec.values`, or a map inside it. */
export type Values = Readonly<Record<string, unknown>>;

/** One value under `spec.values` of an object that a key of mesh.yaml decides, so that values cannot say otherwise. */
export interface Setting {
  /** Below `spec.values`. The name of a variable, after `env`, stands for its entry in the list `envVarFrom`, too. */
  readonly at: readonly string[];
  /** What it is; undefined where nothing is to stand there. */
  readonly value?: unknown;
  /** Whether meshstep writes it. Everything else comes from the operator, the profile or the chart. */
  readonly written?: boolean;
  /** What else says the same. @default nothing does */
  readonly accepts?: (value: unknown) => boolean;
  /** What is accepted, in words. @default the value */
  readonly expected?: string;
  /** The key of mesh.yaml that decides. */
  readonly from: MeshPath;
  /** What to do about a value that says otherwise. @default leave it out, or change the key */
  readonly hint?: string;
}

/** The values that meshstep writes, as the map that goes under `spec.values`; in the order of the settings. */
export function writtenValues(settings: readonly Setting[]): Values {
  const values: Record<string, unknown> = {};
  for (const { at, value, written } of settings) {
    if (!written || value === undefined) continue;
    const last = at[at.length - 1] as string;
    const parent = at.slice(0, -1).reduce((map, key) => {
      map[key] ??= {};
      return map[key] as Record<string, unknown>;
    }, values);
    parent[last] = value;
  }
  return values;
}

/** The map at a path; an empty one where there is none. */
export function mapAt(values: unknown, ...path: readonly string[]): Values {
  const found = path.reduce<unknown>((at, key) => (isMap(at) && Object.hasOwn(at, key) ? at[key] : undefined), values);
  return isMap(found) ? found : {};
}
