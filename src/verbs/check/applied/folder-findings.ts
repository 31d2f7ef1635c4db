import type { Finding } from "../../../findings/finding";
import type { FileObject } from "../../../repository/objects/file-object";
import { appliedTwice } from "../folders/applied-twice";
import { leftOutOfDirectories } from "../folders/left-out-of-directories";
import { nestedKustomizations } from "../folders/nested-kustomizations";
import { nestedSources } from "../folders/nested-sources";
import { renderedByFlux } from "../folders/rendered-by-flux";
import { twinFindings } from "../folders/twins";
import { foreignBundles } from "../gateway-api/foreign-bundles";
import { kustomizationFindings } from "../kustomize/kustomizations";
import { unusedBases } from "../kustomize/unused-bases";
import { idlePatterns } from "../paths/idle-patterns";
import { ignoredPaths } from "../paths/ignored-paths";
import { lostPaths } from "../paths/lost-paths";
import { lostReleaseValues } from "../paths/release-value-files";
import { lostValuesFrom } from "../paths/release-values-from";
import { swappedOverlays } from "../paths/swapped-overlays";
import { lostValueFiles } from "../paths/value-files";
import type { Applied } from "./applied";

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
    ...renderedByFlux(built, readings),
    ...lostPaths(objects),
    ...ignoredPaths(objects),
    ...swappedOverlays(objects, built, readings),
    ...idlePatterns(objects),
    ...lostValueFiles(objects),
    ...lostReleaseValues(objects),
    ...lostValuesFrom(objects, kustomizations, readings),
    ...leftOutOfDirectories(objects, kustomizations),
    ...foreignBundles(objects, built, readings),
    ...applied.findings,
  ];
}
