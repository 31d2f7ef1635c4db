/*
 * How the catalogue writes a set of versions: `1.26.0-3 1.24.6` stands for v1.26.3, v1.26.2, v1.26.1, v1.26.0, v1.24.6.
 * The number after the dash is the last patch. Anything else is taken as it stands: `1.26.4`, `1.23-latest`, `1.31.0-beta.1`.
 */

const patchRange = /^(\d+\.\d+\.)(\d+)-(\d+)$/;
const exactPatch = /^v?(\d+\.\d+\.)(\d+)$/;

/** `1.26.0-2 1.24.6` → v1.26.2, v1.26.1, v1.26.0, v1.24.6: in the order written, each range from its newest patch down. */
export function expandRanges(ranges: string): string[] {
  const versions: string[] = [];
  for (const word of ranges.split(" ")) {
    const match = patchRange.exec(word);
    if (!match) {
      if (word !== "") versions.push(`v${word}`);
      continue;
    }
    const first = Number(match[2]);
    for (let patch = Number(match[3]); patch >= first; patch--) versions.push(`v${match[1]}${patch}`);
  }
  return versions;
}

/** The inverse of {@link expandRanges}, for versions newest first: v1.26.2, v1.26.1, v1.24.6 → `1.26.1-2`, `1.24.6`. */
export function compactRanges(versions: readonly string[]): string[] {
  const words: (string | { stem: string; first: number; last: number })[] = [];
  for (const version of versions) {
    const match = exactPatch.exec(version);
    if (!match) {
      words.push(version.replace(/^v/, ""));
      continue;
    }
    const stem = match[1] ?? "";
    const patch = Number(match[2]);
    const run = words.at(-1);
    if (typeof run === "object" && run.stem === stem && run.first === patch + 1) run.first = patch;
    else words.push({ stem, first: patch, last: patch });
  }
  return words.map((word) => {
    if (typeof word === "string") return word;
    return word.first === word.last ? `${word.stem}${word.last}` : `${word.stem}${word.first}-${word.last}`;
  });
}
