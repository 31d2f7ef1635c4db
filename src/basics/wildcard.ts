/** Whether a text is one that a pattern of Argo CD stands for: `*` for any text, `?` for any character, all else for itself. */
export function fitsWildcard(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(text);
}
