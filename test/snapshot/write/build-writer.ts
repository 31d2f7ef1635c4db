import { join } from "node:path";
import { buildSync } from "esbuild";
import { newFolder } from "./folders";

const root = join(__dirname, "../../..");

/** The writer as one plain script, for processes of its own: to be killed, or to compete. */
export function buildWriter(): string {
  const outfile = join(newFolder(), "writer.js");
  const entry = join(root, "src/snapshot/write/writer.ts");
  buildSync({ absWorkingDir: root, entryPoints: [entry], bundle: true, platform: "node", logLevel: "error", outfile });
  return outfile;
}
