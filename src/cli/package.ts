import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../source/package-folder";

/** `version` of package.json. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as { version: string };
  return manifest.version;
}
