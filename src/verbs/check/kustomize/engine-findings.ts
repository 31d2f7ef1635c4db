import type { Finding } from "../../../findings/finding";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { kustomizationEdits } from "./edits";
import { rewrites } from "./rewrites";
import { unmatchedTargets } from "./unmatched-targets";

/** What is wrong with the changes that engines make of what they read (KUS001). */
export function engineFindings(engines: readonly Building[], objects: readonly FileObject[]): readonly Finding[] {
  return engines.flatMap(({ file, names, reached }) => {
    if (!file.hasList || reached.some(({ fetches }) => fetches)) return [];
    const below = objects.filter((one) => names.has(one.file));
    return [
      ...rewrites(file, objects, below),
      ...kustomizationEdits(file, below, reached),
      ...unmatchedTargets(file, objects, below, reached),
    ];
  });
}
