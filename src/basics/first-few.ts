/** How many of a list a sentence names. */
export const few = 3;

/** The first few of a list, and how many more there are. */
export function firstFew(words: readonly string[], most = few): string {
  const more = words.length > most ? ` and ${words.length - most} more` : "";
  return `${words.slice(0, most).join(", ")}${more}`;
}
