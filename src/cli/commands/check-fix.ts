import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { Finding } from "../../findings/finding";
import type { Problem } from "../../findings/input-error";
import { repositoryIfAny } from "../../git/git";
import { readingDrafts } from "../../source/read-text";
import { type FixedFile, fixedFiles, mendedBy, type Unwritten, writeFixed } from "../../verbs/check/fix/fix-files";
import { filePatch } from "../../verbs/diff/unified";
import { fileBelow } from "../reporters/report-file";

/** A fix may bring the next one to light; more turns than this there are not. */
const turnsLimit = 5;

/** Beyond so many findings that stand in each other's way nobody waits for each to be tried. */
const triedLimit = 300;

/** What is left of a check when what is mechanical is mended in the files. */
export interface Mended<Report> {
  readonly report: Report;
  /** How many of the findings that could be mended are no more. */
  readonly mended: number;
  /** How many more, which came to light by that. */
  readonly more: number;
  readonly files: ReadonlySet<string>;
  /** Files that could not be written, which are as they were. */
  readonly unwritten: readonly Problem[];
}

/**
 * Mends the files and checks again, until nothing mechanical is left.
 * @param again checks the files as they are now
 * @param write what happens to files that are mended
 */
export function mendFiles<Report extends { readonly findings: readonly Finding[] }>(
  again: () => Report,
  cwd: string,
  write: (files: readonly FixedFile[], cwd: string) => readonly Unwritten[] = writeFixed,
): Mended<Report> {
  let report = again();
  const first = new Set(report.findings.map(keyOf));
  const wanted = keysOf(mendable(report.findings, cwd));
  const later: Finding[] = [];
  const files = new Set<string>();
  const unwritten = new Map<string, readonly Problem[]>();
  for (let turn = 0; turn < turnsLimit; turn += 1) {
    const fixed = fixedFiles(report.findings, cwd).filter(({ shown }) => !unwritten.has(shown));
    if (fixed.length === 0) break;
    for (const { shown, problems } of write(fixed, cwd)) unwritten.set(shown, problems);
    const written = fixed.filter(({ shown }) => !unwritten.has(shown));
    for (const { shown } of written) files.add(shown);
    later.push(...mendedBy(written).filter((one) => !first.has(keyOf(one))));
    report = again();
  }
  const left = keysOf(report.findings);
  const gone = [...wanted].reduce((sum, [key, count]) => sum + Math.max(0, count - (left.get(key) ?? 0)), 0);
  return { report, mended: gone, more: later.length, files, unwritten: [...unwritten.values()].flat() };
}

/** The findings that `--fix` mends: those that go together, and those that go alone, as one may stand in the way of another only until it is mended. */
export function mendable(findings: readonly Finding[], cwd: string): readonly Finding[] {
  const all = findings.filter(({ fixes }) => fixes !== undefined);
  const together = new Set(mendedBy(fixedFiles(all, cwd)));
  const isTried = all.length - together.size <= triedLimit;
  return all.filter((one) => together.has(one) || !isTried || mendedBy(fixedFiles([one], cwd)).length > 0);
}

function keysOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of findings.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function keyOf({ rule, object, message, place }: Finding): string {
  return JSON.stringify([rule, object, message, place?.file]);
}

/**
 * What `--fix` would change, turn after turn, as `git apply` takes it; nothing is written.
 * @param again checks the files as they would be
 */
export function fixPatch(again: () => { readonly findings: readonly Finding[] }, cwd: string): string {
  const drafts = new Map<string, FixedFile>();
  const texts = new Map<string, string>();
  const keep = (files: readonly FixedFile[]) => {
    for (const file of files) {
      const path = realpathSync(resolve(cwd, file.shown));
      drafts.set(path, { ...file, before: drafts.get(path)?.before ?? file.before });
      texts.set(path, file.after.replace(/^\uFEFF/, ""));
    }
    return [];
  };
  readingDrafts(texts, () => mendFiles(again, cwd, keep));
  return [...drafts].map(([path, file]) => patchOf(path, file, cwd)).join("");
}

/** git reads paths from the root of the repository, and changes what a link leads to under the name of that alone. */
function patchOf(real: string, { shown, before, after }: FixedFile, cwd: string): string {
  const root = repositoryIfAny(cwd)?.root ?? cwd;
  const file = resolve(cwd, shown);
  const inside = fileBelow({ folder: root, cwd, fallback: "." }, shown);
  const target = fileBelow({ folder: realpathSync(root), cwd, fallback: "." }, real);
  return filePatch((real === file ? inside : target) ?? inside ?? file, before, after);
}
