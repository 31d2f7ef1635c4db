import { dirname, resolve } from "node:path";
import type { ManifestIo } from "../../source/manifests";
import { type AdoptChoices, type Adoption, adopt } from "../../verbs/adopt/adopt";
import { writeAdoption } from "../../verbs/adopt/write-adoption";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { adoptionReport } from "../reporters/adoption-report";

export interface AdoptOptions extends AdoptChoices {
  readonly output?: string;
  readonly force?: boolean;
  readonly all?: boolean;
  readonly context?: string;
  readonly kubectl: string;
  readonly with: readonly string[];
}

/** What is adopted into one mesh.yaml. */
interface Adopted {
  readonly inputs: readonly string[];
  readonly choices: AdoptChoices;
  /** Where it goes, as the user would write it. */
  readonly output: string;
  /** Folders that other meshes go to in the same run. @default none */
  readonly others?: readonly string[];
}

/** Adopts into one mesh.yaml; 1 when its baseline differs from what was read. */
export function adoptOne(
  { inputs, choices, output, others }: Adopted,
  { force }: AdoptOptions,
  reading: ManifestIo,
  io: CliIo,
): ExitCode {
  const path = output === "-" ? resolve(io.cwd, "mesh.yaml") : resolve(io.cwd, output);
  const target = { folder: dirname(path), shown: output === "-" ? "" : dirname(output), ...(others && { others }) };
  const adoption = adopt(inputs, reading, target, choices);
  const { text, carriage, catalogs } = adoption;
  if (output === "-") io.out(text);
  else writeAdoption(path, output, { text, files: carriage.files, catalogs }, force === true);
  io.err(adoptionReport(adoption, output));
  return isExact(adoption) ? exitCodes.ok : exitCodes.findings;
}

function isExact({ uncarried, findings }: Adoption): boolean {
  return uncarried.length === 0 && findings.length === 0;
}

export function tell(notes: readonly string[], io: CliIo): void {
  io.err(notes.map((note) => `note: ${note}\n`).join(""));
}
