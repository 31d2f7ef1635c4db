import { resolve } from "node:path";
import type { Finding } from "../../findings/finding";
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
}

/**
 * Mends the files and checks again, until nothing mechanical is left.
 * @param again checks the files as they are now
 * @throws InputError for a file that cannot be written
 */
export function mendFiles<Report extends { readonly findings: readonly Finding[] }>(
  again: () => Report,
  cwd: string,
): Mended<Report> {
  let report = again();
  let mended = 0;
  const files = new Set<string>();
  for (let turn = 0; turn < turnsLimit; turn += 1) {
    const fixed = fixedFiles(report.findings, cwd);
    if (fixed.length === 0) break;
    writeFixed(fixed, cwd);
    for (const { shown } of fixed) files.add(shown);
    mended += new Set(fixed.flatMap((one) => one.mended.map(keyOf))).size;
    report = again();
  }
  return { report, mended, files };
}

/** What `--fix` would change at first, as `git apply` takes it: git reads paths from the root of the repository. */
export function fixPatch(findings: readonly Finding[], cwd: string): string {
  const root = repositoryIfAny(cwd)?.root ?? cwd;
  return fixedFiles(findings, cwd)
    .map(({ shown, before, after }) => {
      const path = fileBelow({ folder: root, cwd, fallback: "." }, shown) ?? resolve(cwd, shown);
      return filePatch(path, before, after);
    })
    .join("");
}

function keyOf({ rule, object, message }: Finding): string {
  return JSON.stringify([rule, object, message]);
}
