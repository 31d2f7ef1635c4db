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
    .map((candidate) => ({ candidate, slips: slipsBetween(candidate.toLowerCase(), wanted, most) }))
    .filter(({ slips }) => slips <= most);
  return near.sort((a, b) => a.slips - b.slips)[0]?.candidate;
}

/** A beginning counts as a small slip: `argo` is near `argocd`. */
function slipsBetween(candidate: string, wanted: string, most: number): number {
  const begins = wanted.length >= shortestBeginning && candidate !== wanted && candidate.startsWith(wanted);
  if (begins) return 1;
  // Each letter more or less is a slip: most words of a long list need no closer look.
  const apart = Math.abs(candidate.length - wanted.length);
  return apart > most ? apart : damerauLevenshtein(candidate, wanted).steps;
}
