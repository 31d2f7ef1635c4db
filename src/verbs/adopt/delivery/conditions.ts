import { grouped } from "../../../basics/grouped";

/** What has to be so for something to apply an object, and cannot be told here. */
export interface Condition {
  readonly words: string;
  /** What stands behind these words. */
  readonly of: string;
}

/** `, if its generators make an Application of a, b`; nothing where there is no condition. */
export function conditionWords(conditions: readonly (Condition | undefined)[]): string {
  const known = conditions.flatMap((one) => one ?? []);
  return [...grouped(known, ({ words }) => words)]
    .map(([words, all]) => `, ${words} ${[...new Set(all.map((one) => one.of))].join(", ")}`)
    .join("");
}
