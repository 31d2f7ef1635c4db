import { distribution as findDistribution } from "../../catalog/lookup";
import { type DistributionName, distributionNames } from "../../catalog/types";
import { minorDistance } from "../../catalog/version";
import { InputError } from "../../findings/input-error";
import type { CheckChoices } from "../../verbs/check/manifest-set/manifest-set";
import { readCrds } from "../../verbs/check/read-crds";
import type { CliIo } from "../io";
import { releasesIn } from "../release-files";

export interface ChoiceOptions {
  readonly distribution?: DistributionName;
  readonly release?: string;
  readonly with: readonly string[];
  readonly acceptVendorJump: readonly string[];
  readonly crds: readonly string[];
}

/**
 * What the flags say of the manifests.
 * @throws InputError for a jump that nobody publishes, and for a file of releases or a folder of CRDs that cannot be read
 */
export function checkChoices(options: ChoiceOptions, io: CliIo): CheckChoices {
  const { cwd } = io;
  const { distribution, release } = options;
  const acceptedJumps = options.acceptVendorJump.map((jump) => acceptedJump(jump, distribution));
  return {
    distribution,
    release,
    extraReleases: releasesIn(options.with, cwd),
    acceptedJumps,
    crds: readCrds(options.crds, io),
  };
}

/** Lower minor first, as the rules read it; a published jump is published both ways. */
function acceptedJump(jump: string, distribution: DistributionName | undefined): string {
  const names = distribution === undefined ? distributionNames : [distribution];
  const published = names.flatMap((name) =>
    findDistribution(name).policy.vendorJumps.map(({ from, to }) => `${from}->${to}`),
  );
  const ends = /^(\d+\.\d+)->(\d+\.\d+)$/.exec(jump)?.slice(1) ?? [];
  const sorted = ends.sort((a, b) => minorDistance(b, a)).join("->");
  if (published.includes(sorted)) return sorted;
  throw InputError.of(`--accept-vendor-jump ${jump}: no jump that a vendor publishes`, {
    hint: published.length ? `Published: ${[...new Set(published)].join(", ")}.` : "There every minor is there.",
  });
}
