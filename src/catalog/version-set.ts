import { expandRanges } from "./ranges";
import { compareVersions, minorOf, withoutV, withV } from "./version";

/*
 * Sets of versions as rows write them, with three kinds of words: `1.29.0-3` (as in the catalogue), `1.26.x` (every patch of a minor)
 * and `<1.24.5` (everything older).
 */

/** Whether a version (with or without `v`) is in the set. A pre-release counts as the release that it leads to. */
export function inRange(range: string, version: string): boolean {
  const plain = withoutV(version).replace(/-.*$/, "");
  return range.split(" ").some((word) => {
    if (word.startsWith("<")) return compareVersions(plain, word.slice(1)) < 0;
    if (word.endsWith(".x")) return minorOf(plain) === word.slice(0, -2);
    return expandRanges(word).includes(withV(plain));
  });
}
