import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this package: the bundle, the compiled library and the sources are at different depths below it. */
export function packageFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json above ${__dirname}`);
  }
}

let version: string | undefined;

/** `version` of package.json. */
export function packageVersion(): string {
  version ??= (JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as { version: string }).version;
  return version;
}

/** Whether this is meshstep as it is published, and not a checkout, whose code changes under one version. */
export function isPublished(): boolean {
  return !existsSync(join(packageFolder(), "src"));
}
