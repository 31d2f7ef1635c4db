import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this package: the bundle, the compiled library and the sources are at different depths below it. */
export function packageFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json above ${__dirname}`);
  }
}
