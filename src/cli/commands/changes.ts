import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import { bringsSection } from "../../snapshot/brings";
import { type MeshChanges, meshChanges } from "../../verbs/changes/mesh-changes";
import { rowsBetween } from "../../verbs/changes/rows-between";
import { loadInputs } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { changesJson } from "../reporters/changes-json";
import { changesText } from "../reporters/changes-text";
import { rowsReport } from "../reporters/rows-report";

export interface ChangesOptions {
  readonly file: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly all?: boolean;
  readonly output: "table" | "json" | "markdown";
}

/** `meshstep changes`: what another version brings to each mesh, or between two versions for any mesh. */
export function changes(options: ChangesOptions, io: CliIo): ExitCode {
  const { file, from, to, output, all = false } = options;
  if (file.length === 0 && !existsSync(resolve(io.cwd, "mesh.yaml"))) {
    if (from === undefined || to === undefined) {
      throw InputError.of("there is no mesh.yaml here, and --from and --to do not both say what to compare", {
        hint: "for example: meshstep changes --from v1.28.10 --to v1.30.3",
      });
    }
    io.out(rowsReport(rowsBetween(from, to), output));
    return exitCodes.ok;
  }
  const meshes = [...loadInputs(file, io)].map(({ mesh }) => meshChanges(mesh, { from, to }));
  if (output === "json") io.out(changesJson(meshes));
  else if (output === "markdown") io.out(meshes.map(markdown).join("\n"));
  else io.out(meshes.map((one) => changesText(one, all)).join("\n"));
  return exitCodes.ok;
}

function markdown({ mesh, from, to, changes: brought }: MeshChanges): string {
  const section = bringsSection(brought);
  const body = section.length ? section : ["Nothing that matters to this mesh."];
  return `${[`# ${mesh}: Istio ${from} to ${to}`, ...body].join("\n\n")}\n`;
}
