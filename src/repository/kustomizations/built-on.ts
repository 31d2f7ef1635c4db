import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { kustomizationFiles } from "./kustomization-files";

/**
 * What the kustomizations of some folders build on and stands outside of them: the base of an overlay, of which a folder has the kustomization alone.
 * @returns paths as the user would write them
 */
export function builtOn(paths: readonly string[], cwd: string): readonly string[] {
  const given = paths.filter((path) => path !== "-");
  const found: string[] = [];
  const known = new Set(given.map((path) => resolve(cwd, path)));
  const above = new Set([...known].flatMap((path) => [...upwards(path)]));
  const isKnown = (name: string) => [...upwards(name)].some((path) => known.has(path));
  let added = given;
  while (added.length > 0) {
    const named = kustomizationFiles(added, cwd).flatMap((one) => [...one.named]);
    added = [];
    for (const name of named) {
      if (isKnown(name) || !existsSync(name)) continue;
      const shown = relative(cwd, name).split(sep).join("/");
      // The folder of all of them would bring along what nobody asked for.
      if (above.has(name)) continue;
      found.push(shown);
      known.add(name);
      added = [...added, shown];
    }
  }
  return found;
}

/** A path and the folders above it. */
function* upwards(path: string): Generator<string> {
  for (let at = path; ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}
