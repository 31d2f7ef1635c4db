import type { Start } from "./yaml-source";

/**
 * Tells line and column of offsets that only grow, so that each line end is counted once.
 * @param line number of the text's first line @default 1
 */
export function lineFinder(text: string, line = 1): (offset: number) => Start {
  let current = line;
  let lineStart = 0;
  return (offset) => {
    for (let end = text.indexOf("\n", lineStart); end >= 0 && end < offset; end = text.indexOf("\n", lineStart)) {
      lineStart = end + 1;
      current += 1;
    }
    return { line: current, column: offset - lineStart + 1 };
  };
}
