import { few } from "../../../basics/first-few";

/** A step that is to be done with each of these, which have lines of their own where a sentence does not hold them. */
export function listing(
  verb: string,
  words: readonly string[],
  [where, what]: readonly [string, string],
): readonly string[] {
  const placed = where === "" ? "" : ` ${where}`;
  if (words.length <= few) return [`${verb} ${words.join(", ")}${placed}${what}`];
  return [
    `${verb} these ${words.length}${placed}${what.replace(": ", "; ")}:`,
    ...words.map((word) => `     - ${word}`),
  ];
}
