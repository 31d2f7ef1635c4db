import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Place } from "../findings/finding";

/** All lines of a file; undefined when it cannot be read any more. */
export function linesReader(cwd: string, stdin: () => string): (file: string) => readonly string[] | undefined {
  const lines = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!lines.has(file)) {
      lines.set(file, (file === "<stdin>" ? stdin() : readOrNothing(resolve(cwd, file)))?.split(/\r?\n/));
    }
    return lines.get(file);
  };
}

/** Finds the line of a place; undefined when its file cannot be read any more. */
export type LineOf = (place: Place) => string | undefined;

/**
 * Lines of files that the user named, read again when somebody wants to see them.
 * @param stdin the text that `<stdin>` stands for
 */
export function lineReader(cwd: string, stdin: () => string): LineOf {
  const texts = new Map<string, string | undefined>();
  return ({ file, line }) => {
    if (!texts.has(file)) texts.set(file, file === "<stdin>" ? stdin() : readOrNothing(resolve(cwd, file)));
    const text = texts.get(file);
    return text === undefined ? undefined : nthLine(text, line);
  };
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function nthLine(text: string, line: number): string | undefined {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    start = text.indexOf("\n", start) + 1;
    if (start === 0) return undefined;
  }
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, "");
}
