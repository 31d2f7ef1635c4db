import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { newFolder } from "./folders";

const root = join(__dirname, "../../..");

/** The writer as one plain script, for processes of its own: to be killed, or to compete. */
export function buildWriter(): string {
  const outfile = join(newFolder(), "writer.js");
  const entry = join(root, "src/snapshot/write/writer.ts");
  const flags = ["--bundle", "--platform=node", "--log-level=error", `--outfile=${outfile}`];
  execFileSync(process.execPath, [join(root, "node_modules/esbuild/bin/esbuild"), entry, ...flags]);
  return outfile;
}
