import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { kustomizationFiles } from "./kustomization-files";

/**
 * What the kustomizations of some folders build on and stands outside of them: the base of an overlay, of which a folder has the kustomization alone.
 * @returns paths as the user would write them
 */
export function builtOn(paths: readonly string[], cwd: string): readonly string[] {
  const given = paths.filter((path) => path !== "-");
  const found: string[] = [];
  const isKnown = (name: string) => [...given, ...found].some((one) => isWithin(name, resolve(cwd, one)));
  let added = given;
  while (added.length > 0) {
    const named = kustomizationFiles(added, cwd).flatMap((one) => [...one.named]);
    added = [];
    for (const name of named) {
      if (isKnown(name) || !existsSync(name)) continue;
      const shown = relative(cwd, name).split(sep).join("/");
      // The folder of all of them would bring along what nobody asked for.
      if (given.some((one) => isWithin(resolve(cwd, one), name))) continue;
      found.push(shown);
      added = [...added, shown];
    }
  }
  return found;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
