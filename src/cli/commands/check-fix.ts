import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { Finding } from "../../findings/finding";
import type { Problem } from "../../findings/input-error";
import { repositoryIfAny } from "../../git/git";
import { fixedFiles, writeFixed } from "../../verbs/check/fix/fix-files";
import { filePatch } from "../../verbs/diff/unified";
import { fileBelow } from "../reporters/report-file";

/** A fix may bring the next one to light; more turns than this there are not. */
const turnsLimit = 5;

/** What is left of a check when what is mechanical is mended in the files. */
export interface Mended<Report> {
  readonly report: Report;
  /** How many findings there were that are none any more. */
  readonly mended: number;
  readonly files: ReadonlySet<string>;
  /** Files that could not be written, which are as they were. */
  readonly unwritten: readonly Problem[];
}

/**
 * Mends the files and checks again, until nothing mechanical is left.
 * @param again checks the files as they are now
 */
export function mendFiles<Report extends { readonly findings: readonly Finding[] }>(
  again: () => Report,
  cwd: string,
): Mended<Report> {
  let report = again();
  let mended = 0;
  const files = new Set<string>();
  const unwritten = new Map<string, readonly Problem[]>();
  for (let turn = 0; turn < turnsLimit; turn += 1) {
    const fixed = fixedFiles(report.findings, cwd).filter(({ shown }) => !unwritten.has(shown));
    if (fixed.length === 0) break;
    for (const { shown, problems } of writeFixed(fixed, cwd)) unwritten.set(shown, problems);
    const written = fixed.filter(({ shown }) => !unwritten.has(shown));
    for (const { shown } of written) files.add(shown);
    mended += new Set(written.flatMap((one) => one.mended.map(keyOf))).size;
    report = again();
  }
  return { report, mended, files, unwritten: [...unwritten.values()].flat() };
}

/** What `--fix` would change at first, as `git apply` takes it: git reads paths from the root of the repository. */
export function fixPatch(findings: readonly Finding[], cwd: string): string {
  const root = repositoryIfAny(cwd)?.root ?? cwd;
  return fixedFiles(findings, cwd)
    .map(({ shown, before, after }) => {
      const file = resolve(cwd, shown);
      // git changes what a link leads to under the name of that alone.
      const real = realpathSync(file);
      const inside = fileBelow({ folder: root, cwd, fallback: "." }, shown);
      const target = fileBelow({ folder: realpathSync(root), cwd, fallback: "." }, real);
      return filePatch((real === file ? inside : target) ?? inside ?? file, before, after);
    })
    .join("");
}

function keyOf({ rule, object, message }: Finding): string {
  return JSON.stringify([rule, object, message]);
}
