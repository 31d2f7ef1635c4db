import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs some work with these programs on the PATH and nothing else: each is the body of a function in JavaScript that gets `args` and
 * returns what the program prints; what it throws is what it complains of.
 */
export async function withPrograms<T>(programs: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "meshstep-programs-"));
  const path = process.env["PATH"];
  try {
    for (const [name, body] of Object.entries(programs)) {
      const file = join(folder, name);
      const program = `const answer = (args) => { ${body} };
try { process.stdout.write(answer(process.argv.slice(2))); } catch (error) { console.error("error: " + error); process.exitCode = 1; }`;
      writeFileSync(file, `#!${process.execPath}\n${program}\n`);
      chmodSync(file, 0o755);
    }
    process.env["PATH"] = folder;
    return await work();
  } finally {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true });
  }
}
