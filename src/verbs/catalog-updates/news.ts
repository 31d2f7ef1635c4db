import { changesTo } from "../../catalog/changed-releases";
import { readReleasesFile } from "../../catalog/extend";
import { distribution as findDistribution, findRelease } from "../../catalog/lookup";
import { type DistributionName, distributionNames, type OperatorRelease } from "../../catalog/types";
import type { FoundRelease } from "./read";
import { releasesFileText } from "./releases-file";

/** A release of the user's catalogue beside what meshstep knows of it. */
export interface ReleaseNews {
  readonly found: FoundRelease;
  /** `unreadable`: meshstep does not have it, and its bundle does not say what it installs. */
  readonly state: "new" | "differs" | "unreadable" | "known";
  /** What is otherwise than in meshstep's catalogue. */
  readonly differs: readonly string[];
}

/** What a catalogue of the user's has that meshstep does not. */
export interface DistributionNews {
  readonly distribution: DistributionName;
  /** Every release that was found, oldest first. */
  readonly releases: readonly ReleaseNews[];
  /** New and changed releases as a file for `spec.catalogs`; undefined when there is none. */
  readonly file?: string;
}

/**
 * Holds releases against meshstep's catalogue, distribution by distribution.
 * @param described releases of the user's own files (spec.catalogs), which are known, too
 */
export function newsOf(
  found: readonly FoundRelease[],
  described: readonly OperatorRelease[] = [],
): readonly DistributionNews[] {
  return distributionNames.flatMap((name): DistributionNews[] => {
    const releases = found
      .filter(({ distribution }) => distribution === name)
      .map((one) =>
        described.some(({ version }) => version === one.version)
          ? { found: one, state: "known" as const, differs: [] }
          : compare(name, one),
      );
    if (releases.length === 0) return [];
    const written = releases.filter(({ state }) => state === "new" || state === "differs").map((one) => one.found);
    return [{ distribution: name, releases, ...(written.length > 0 && { file: releasesFileText(name, written) }) }];
  });
}

/** Whether there is anything that meshstep does not know, or knows otherwise. */
export function hasNews({ releases }: DistributionNews): boolean {
  return releases.some(({ state }) => state !== "known");
}

function compare(name: DistributionName, found: FoundRelease): ReleaseNews {
  const ours = findRelease(findDistribution(name), found.version);
  if (found.installable === undefined) return { found, state: ours ? "known" : "unreadable", differs: [] };
  if (!ours) return { found, state: "new", differs: [] };
  const [theirs] = readReleasesFile(releasesFileText(name, [found]), found.file).releases as [OperatorRelease];
  // The day on which a bundle was made is not that of the tag.
  const differs = changesTo(theirs).filter((one) => !one.startsWith("released ") && !one.startsWith("defaultVersion "));
  return { found, state: differs.length > 0 ? "differs" : "known", differs };
}
