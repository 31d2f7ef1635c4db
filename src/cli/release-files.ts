import { resolve } from "node:path";
import { readReleasesFile } from "../catalog/extend";
import type { DistributionName, OperatorRelease } from "../catalog/types";
import { readTextFile } from "../source/read-text";
import type { ReleaseFile } from "../verbs/adopt/inventory/choices";

/**
 * What `--with` names.
 * @throws InputError for a file that cannot be read or is no list of releases
 */
export function releaseFiles(files: readonly string[], cwd: string): readonly ReleaseFile[] {
  return files.map((file) => {
    const path = resolve(cwd, file);
    const text = readTextFile(path, file);
    return { path, text, ...readReleasesFile(text, file) };
  });
}

/** The releases of several files, by whose they are. */
export function releasesIn(files: readonly string[], cwd: string) {
  const releases: Partial<Record<DistributionName, OperatorRelease[]>> = {};
  for (const one of releaseFiles(files, cwd)) {
    releases[one.distribution] = [...(releases[one.distribution] ?? []), ...one.releases];
  }
  return releases;
}
