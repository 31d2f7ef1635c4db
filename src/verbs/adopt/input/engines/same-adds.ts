import { canonicalJson } from "../../../../objects/canonical-json";
import type { AddedFields } from "../../../../repository/engine-reads/added-fields";
import type { Adds } from "../../../../repository/engine-reads/engine-read";

/** What is added, wherever it is written. */
export function keyOf(adds: Adds | undefined): string {
  if (adds === undefined || "why" in adds) return canonicalJson(adds ?? null);
  const inFields = ({ fields, isLenient }: AddedFields) => [isLenient, ...fields.map(({ key, value }) => [key, value])];
  if ("fields" in adds) return canonicalJson(inFields(adds.fields));
  const { given, after, ...chart } = adds.chart;
  return canonicalJson({
    ...chart,
    given: given.map(({ by: _, at: __, ...rest }) => rest),
    after: after.map(inFields),
  });
}
