import { resolve } from "node:path";
import type { Finding } from "../../../findings/finding";
import { replaceFile } from "../../../snapshot/write/replace-file";
import { readTextFile } from "../../../source/read-text";
import { applyFixes } from "./apply";

/** A file and what it becomes. */
export interface FixedFile {
  /** As the user gave it. */
  readonly shown: string;
  readonly before: string;
  readonly after: string;
  readonly mended: readonly Finding[];
}

/**
 * What becomes of the files when everything mechanical in them is mended; nothing is written. What came through the standard input
 * stays as it is.
 */
export function fixedFiles(findings: readonly Finding[], cwd: string): readonly FixedFile[] {
  const byFile = new Map<string, Finding[]>();
  for (const one of findings) {
    // One finding may be about objects of several files: each gets its part.
    const files = new Map((one.fixes ?? []).map(({ place }) => [place.file, true]));
    for (const file of files.keys()) {
      const part = { ...one, fixes: one.fixes?.filter(({ place }) => place.file === file) ?? [] };
      byFile.set(file, [...(byFile.get(file) ?? []), part]);
    }
  }
  byFile.delete("<stdin>");
  return [...byFile].flatMap(([shown, parts]) => {
    const before = readTextFile(resolve(cwd, shown), shown);
    const { text: after, mended } = applyFixes(before, parts);
    return after === before ? [] : [{ shown, before, after, mended }];
  });
}

/**
 * Writes the files, each in one move.
 * @throws InputError for one that is read-only or cannot be written; those before it are
 */
export function writeFixed(files: readonly FixedFile[], cwd: string): void {
  for (const { shown, after } of files) replaceFile(resolve(cwd, shown), shown, after);
}
