import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** What an entry (`export … from "./src/…"`, relative to the repository) exports: TypeScript without a build before it. */
export function load(entry) {
  const folder = mkdtempSync(join(tmpdir(), "meshstep-load-"));
  const outfile = join(folder, "entry.cjs");
  try {
    buildSync({
      stdin: { contents: entry, resolveDir: root },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile,
      logLevel: "error",
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
