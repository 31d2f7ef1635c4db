import type { MeshPath, Place } from "../../findings/finding";
import { valueAt } from "../../objects/object-paths";

/** Values that a chart is given in one place, and where each of them stands. */
export interface ChartValues {
  readonly value: unknown;
  locate(path: MeshPath): Place | undefined;
}

/** The last of several that has a field, as Helm merges them, and where it stands. */
export function valueIn(all: readonly ChartValues[], path: readonly string[]): { value: unknown; place?: Place } {
  const last = all.findLast(({ value }) => valueAt(value, ...path) !== undefined);
  const place = last?.locate(path);
  return { value: last && valueAt(last.value, ...path), ...(place && { place }) };
}
