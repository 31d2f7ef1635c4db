import { posix } from "node:path";
import type { CheckedObject } from "../../rules/rule";
import { listAt } from "../../source/object-paths";
import { type KustomizationFile, reach } from "./kustomizations";

/** Whether two objects are never applied together. */
export type Apart = (a: CheckedObject, b: CheckedObject) => boolean;

/**
 * Overlays of one base are alternatives: `overlays/dev` and `overlays/prod` are for two clusters, or two times. Where one
 * kustomization builds both, or they have nothing in common, both are applied.
 */
export function apartIn(files: readonly KustomizationFile[]): Apart {
  const folders = new Map(files.map((one) => [one.folder, one]));
  const built = files.map((one) => {
    const reached = reach(one, folders);
    return {
      names: new Set(reached.flatMap(({ named }) => [...named])),
      resources: new Set(reached.flatMap(resourcesOf)),
    };
  });
  const buildersOf = ({ file }: CheckedObject) =>
    file === undefined ? [] : built.filter(({ names }) => names.has(file));
  return (a, b) => {
    const [ones, others] = [buildersOf(a), buildersOf(b)];
    if (ones.some((one) => others.includes(one))) return false;
    return ones.some((one) =>
      others.some(({ resources }) => [...one.resources].some((resource) => resources.has(resource))),
    );
  };
}

/** What a kustomization builds on: absolute paths, and addresses as they are written. */
function resourcesOf({ folder, source }: KustomizationFile): readonly string[] {
  return ["resources", "bases"].flatMap((list) =>
    listAt(source.value, list).flatMap((entry) =>
      typeof entry !== "string" ? [] : [entry.includes("://") ? entry : posix.resolve(folder, entry)],
    ),
  );
}
