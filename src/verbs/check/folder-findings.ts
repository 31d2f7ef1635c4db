import type { Finding } from "../../findings/finding";
import type { Applied } from "./applied";
import { appliedTwice } from "./engines/applied-twice";
import { leftOutOfDirectories } from "./engines/directory-sources";
import { idlePatterns } from "./engines/idle-patterns";
import { ignoredPaths } from "./engines/ignored-paths";
import { lostPaths } from "./engines/lost-paths";
import { nestedKustomizations } from "./engines/nested-kustomizations";
import { nestedSources } from "./engines/nested-sources";
import { lostReleaseValues } from "./engines/release-value-files";
import { swappedOverlays } from "./engines/swapped-overlays";
import { lostValueFiles } from "./engines/value-files";
import { foreignBundles } from "./gateway-api/foreign-bundles";
import { kustomizationFindings } from "./kustomize/kustomizations";
import { unusedBases } from "./kustomize/unused-bases";
import type { FileObject } from "./read-objects";
import { twinFindings } from "./twins";

/** What is wrong with folders, whatever meshes they hold: who builds and applies which of them. */
export function folderFindings(applied: Applied, read: readonly FileObject[]): readonly Finding[] {
  const { kustomizations, built, readings, objects } = applied;
  return [
    ...kustomizationFindings(kustomizations, read, objects, new Set(readings.readers.flatMap((one) => one.folders))),
    ...unusedBases(objects, built, readings),
    ...twinFindings(objects, built, readings, applied.isAside),
    ...appliedTwice(objects, built, readings),
    ...nestedSources(objects, readings),
    ...nestedKustomizations(objects, built, readings),
    ...lostPaths(objects),
    ...ignoredPaths(objects),
    ...swappedOverlays(objects, built, readings),
    ...idlePatterns(objects),
    ...lostValueFiles(objects),
    ...lostReleaseValues(objects),
    ...leftOutOfDirectories(objects, kustomizations),
    ...foreignBundles(objects, built, readings),
    ...applied.findings,
  ];
}
