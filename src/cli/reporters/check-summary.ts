import type { Finding } from "../../findings/finding";

/** What a check came to. */
export interface CheckSummary {
  readonly findings: readonly Finding[];
  /** How many objects were read. */
  readonly objects: number;
  /** How many documents could not be read. */
  readonly broken: number;
  /** How many findings were left out because somebody said so. */
  readonly ignored: number;
}

/** `12 objects, 1 error, 2 warnings, 3 ignored`. */
export function checkSummary({ findings, objects, broken, ignored }: CheckSummary): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const counts = [counted(objects, "object"), counted(errors, "error"), counted(findings.length - errors, "warning")];
  if (ignored > 0) counts.push(`${ignored} ignored`);
  if (broken > 0) counts.push(`${broken} not readable`);
  return `${counts.join(", ")}\n`;
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** What was asked, and what is there to go on with. */
export interface NextStepInput {
  readonly findings: readonly Finding[];
  /** As they were given. */
  readonly paths: readonly string[];
  /** Whether there is a mesh that meshstep has not written. */
  readonly adoptable: boolean;
  /** Whether the files can be mended. */
  readonly fixable: boolean;
}

/** The one command that leads on. */
export function nextStep({ findings, paths, adoptable, fixable }: NextStepInput): string {
  const where = paths.map(quoted).join(" ");
  const mendable = fixable ? findings.filter(({ fixes }) => fixes !== undefined).length : 0;
  if (mendable > 0) {
    return `next: meshstep check ${where} --fix mends ${mendable} of ${findings.length}; with --diff instead it shows how\n`;
  }
  const [worst] = findings;
  if (worst?.severity === "error") return `next: meshstep explain ${worst.rule}\n`;
  return adoptable ? `next: meshstep adopt ${where} writes the mesh.yaml from which upgrades are planned\n` : "";
}

function quoted(word: string): string {
  return /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
