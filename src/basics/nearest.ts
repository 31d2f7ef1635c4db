import damerauLevenshtein from "damerau-levenshtein";

const longestWord = 64;

/** From this length on a beginning is taken for an abbreviation. */
const shortestBeginning = 3;

/**
 * The word of `words` that `word` was probably meant to be: small slips, swapped letters, wrong case and missing ends are forgiven.
 * @param most how many slips are forgiven. @default one for every three letters
 * @returns undefined when nothing is near enough to be of help
 */
export function nearest(
  word: string,
  words: readonly string[],
  most = Math.max(1, Math.floor(word.length / 3)),
): string | undefined {
  if (word.length > longestWord) return undefined;
  const wanted = word.toLowerCase();
  const near = words
    .map((candidate) => ({ candidate, slips: slipsBetween(candidate.toLowerCase(), wanted) }))
    .filter(({ slips }) => slips <= most);
  return near.sort((a, b) => a.slips - b.slips)[0]?.candidate;
}

/** A beginning counts as a small slip: `argo` is near `argocd`. */
function slipsBetween(candidate: string, wanted: string): number {
  const begins = wanted.length >= shortestBeginning && candidate !== wanted && candidate.startsWith(wanted);
  return begins ? 1 : damerauLevenshtein(candidate, wanted).steps;
}
