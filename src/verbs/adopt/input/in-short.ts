/** How many objects, or files, a note names. */
export const longestList = 3;

/** The first few of a list, and how many more there are. */
export function inShort(ids: readonly string[]): string {
  const more = ids.length > longestList ? ` and ${ids.length - longestList} more` : "";
  return `${ids.slice(0, longestList).join(", ")}${more}`;
}
