import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { newFolder } from "./folders";

const root = join(__dirname, "../../..");

/** The writer as one plain script, for processes of its own: to be killed, or to compete. */
export function buildWriter(): string {
  const outfile = join(newFolder(), "writer.js");
  const entry = join(root, "src/snapshot/write/writer.ts");
  // In a process of its own: esbuild does not run inside Jest's realm, and its bin/ may be a script or a binary.
  const build = `require("esbuild").buildSync(${JSON.stringify({ entryPoints: [entry], bundle: true, platform: "node", logLevel: "error", outfile })})`;
  execFileSync(process.execPath, ["-e", build], { cwd: root });
  return outfile;
}
