import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../basics/package-folder";
import { InputError } from "../../findings/input-error";
import { type CliIo, type ExitCode, exitCodes } from "../io";

const names = ["mesh", "plan"];

/** `meshstep schema [mesh|plan]`: prints the JSON Schema that the package ships. */
export function schema(name: string, io: CliIo): ExitCode {
  if (!names.includes(name))
    throw InputError.of(`there is no schema ${name}`, { hint: `there are: ${names.join(", ")}` });
  io.out(readFileSync(join(packageFolder(), "schema", `${name}.schema.json`), "utf8"));
  return exitCodes.ok;
}
