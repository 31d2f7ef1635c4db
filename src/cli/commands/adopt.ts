import { dirname, resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import { objectId } from "../../mesh/mesh";
import { type AdoptChoices, type Adoption, adopt } from "../../workflow/adopt/adopt";
import { adoptedFolder } from "../../workflow/adopt/carry";
import { formatUncarried, oneLine } from "../../workflow/adopt/uncarried";
import { writeAdoption } from "../../workflow/adopt/write-adoption";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { findingLines } from "../reporters/findings-text";

export interface AdoptOptions extends AdoptChoices {
  readonly output: string;
  readonly force?: boolean;
}

/** `meshstep adopt PATH…`: writes the mesh.yaml that renders what was read; 1 when its baseline differs from that. */
export function adoptCommand(inputs: readonly string[], options: AdoptOptions, io: CliIo): ExitCode {
  if (inputs.filter((one) => one === "-").length > 1) throw InputError.of("- stands for the standard input, once");
  const { output } = options;
  const path = output === "-" ? resolve(io.cwd, "mesh.yaml") : resolve(io.cwd, output);
  const target = { folder: dirname(path), shown: output === "-" ? "" : dirname(output) };
  const adoption = adopt(inputs, { cwd: io.cwd, stdin: io.stdin }, target, options);
  const { text, carriage } = adoption;
  if (output === "-") io.out(text);
  else writeAdoption(path, output, { text, files: carriage.files }, options.force === true);
  io.err(adoption.notes.map((note) => `note: ${oneLine(note)}\n`).join(""));
  if (output === "-") io.err(unwritten(adoption));
  io.err(findingLines(adoption.findings));
  io.err(verdict(adoption, output));
  const exact = adoption.uncarried.length === 0 && adoption.findings.length === 0;
  return exact ? exitCodes.ok : exitCodes.findings;
}

/** What spec.manifests names and nobody wrote. */
function unwritten({ carriage }: Adoption): string {
  const { files } = carriage;
  if (files.size === 0) return "";
  const lines = [...files.values()].map(({ object }) => `  ${oneLine(objectId(object))}\n`).join("");
  return `Carried objects, to be written to ${adoptedFolder}/ by -o FILE:\n${lines}`;
}

function verdict({ name, uncarried, findings, carriage, count }: Adoption, output: string): string {
  const lines = uncarried.map((one) => `  ${formatUncarried(one)}\n`).join("");
  const listed = uncarried.length ? `Not carried:\n${lines}` : "";
  const files = carriage.files.size;
  const beside = files ? ` and ${files} ${files === 1 ? "file" : "files"} in ${adoptedFolder}/` : "";
  const wrote = output === "-" ? "" : `Wrote ${output}${beside}. `;
  const objects = `${count} ${count === 1 ? "object" : "objects"}`;
  const proof = uncarried.length
    ? `The baseline of ${name} differs from the ${objects} read.`
    : `The baseline of ${name} holds what the ${objects} read hold.`;
  const next =
    findings.length > 0
      ? "synth stops at the findings above."
      : output === "-"
        ? ""
        : `Next: meshstep plan -f ${output}`;
  return `${listed}${wrote}${proof}${next && ` ${next}`}\n`;
}
