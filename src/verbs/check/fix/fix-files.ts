import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Finding } from "../../../findings/finding";
import { InputError, type Problem } from "../../../findings/input-error";
import { replaceFile } from "../../../snapshot/write/replace-file";
import { readTextFile } from "../../../source/read-text";
import { applyFixes } from "./apply";

/** A file and what it becomes. */
export interface FixedFile {
  /** As the user gave it. */
  readonly shown: string;
  readonly before: string;
  readonly after: string;
  /** The findings of which this file has a part, and that part is mended. */
  readonly mended: readonly Finding[];
}

/**
 * What becomes of the files when everything mechanical in them is mended; nothing is written. What came through the standard input
 * stays as it is.
 */
export function fixedFiles(findings: readonly Finding[], cwd: string): readonly FixedFile[] {
  const byFile = new Map<string, Finding[]>();
  const wholeOf = new Map<Finding, Finding>();
  for (const one of findings) {
    // One finding may be about objects of several files: each gets its part.
    const files = new Map((one.fixes ?? []).map(({ place }) => [place.file, true]));
    for (const file of files.keys()) {
      const part = { ...one, fixes: one.fixes?.filter(({ place }) => place.file === file) ?? [] };
      wholeOf.set(part, one);
      byFile.set(file, [...(byFile.get(file) ?? []), part]);
    }
  }
  byFile.delete("<stdin>");
  return [...byFile].flatMap(([shown, parts]) => {
    const path = resolve(cwd, shown);
    const before = readTextFile(path, shown);
    const { text: after, mended } = applyFixes(before, parts);
    // What reads the text leaves a byte order mark out; a file that has one keeps it.
    const mark = startsWithMark(path) ? "\uFEFF" : "";
    const whole = mended.flatMap((part) => wholeOf.get(part) ?? []);
    return after === before ? [] : [{ shown, before: mark + before, after: mark + after, mended: whole }];
  });
}

/** The findings of which nothing is left when these files are written: each has all of its parts in them. */
export function mendedBy(files: readonly FixedFile[]): readonly Finding[] {
  const done = new Map<Finding, number>();
  for (const one of files.flatMap(({ mended }) => mended)) done.set(one, (done.get(one) ?? 0) + 1);
  return [...done].flatMap(([one, parts]) =>
    parts === new Set(one.fixes?.map(({ place }) => place.file)).size ? [one] : [],
  );
}

/** Whether a file begins with the byte order mark, which text that was read does not show. */
function startsWithMark(path: string): boolean {
  return readFileSync(path).subarray(0, 3).equals(Buffer.from("\uFEFF"));
}

/** A file that could not be written, and why. */
export interface Unwritten {
  readonly shown: string;
  readonly problems: readonly Problem[];
}

/** Writes the files, each in one move; those that are read-only or cannot be written stay as they are, and the others are written all the same. */
export function writeFixed(files: readonly FixedFile[], cwd: string): readonly Unwritten[] {
  return files.flatMap(({ shown, after }) => {
    try {
      replaceFile(resolve(cwd, shown), shown, after);
      return [];
    } catch (error) {
      if (error instanceof InputError) return [{ shown, problems: error.problems }];
      throw error;
    }
  });
}
