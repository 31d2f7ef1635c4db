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
  let best: string | undefined;
  let least = most + 1;
  for (const candidate of words) {
    const distance = distanceTo(candidate.toLowerCase(), wanted, least);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** A beginning counts as a small slip: `argo` is near `argocd`. What is `limit` or more may be reported as less than it is, not below `limit`. */
function distanceTo(candidate: string, wanted: string, limit: number): number {
  const begins = wanted.length >= shortestBeginning && candidate !== wanted && candidate.startsWith(wanted);
  if (begins) return 1;
  // Each letter more or less is a slip of its own.
  const longer = Math.abs(candidate.length - wanted.length);
  return longer >= limit ? longer : editDistance(wanted, candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}
