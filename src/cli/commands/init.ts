import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { packageFolder } from "../../basics/package-folder";
import { commandLine } from "../../gates/quote";
import { type InitChoices, initText } from "../../verbs/init/init";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { writeNew } from "../write-new";

/** `meshstep init`: writes a commented mesh.yaml that `synth` accepts as it is. Asks nothing and overwrites nothing. */
export function init(file: string, options: InitChoices, io: CliIo): ExitCode {
  const path = resolve(io.cwd, file === "-" ? "mesh.yaml" : file);
  const template = join(packageFolder(), "templates", "init", `${options.dataPlane}.yaml`);
  const text = initText(options, readFileSync(template, "utf8"), localSchema(dirname(path)));
  if (file === "-") {
    io.out(text);
    return exitCodes.ok;
  }
  writeNew(path, file, text);
  io.err(`Wrote ${file}. Next: ${commandLine("meshstep", "plan", "-f", file)}\n`);
  return exitCodes.ok;
}

/** The JSON Schema as editors find it without a network: in the node_modules of a folder above. */
function localSchema(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const schema = join(at, "node_modules", "meshstep", "schema", "mesh.schema.json");
    if (existsSync(schema)) {
      const path = relative(folder, schema).split(sep).join("/");
      return path.startsWith(".") ? path : `./${path}`;
    }
    if (at === dirname(at)) return undefined;
  }
}
