import { distribution } from "../../../../catalog/lookup";
import {
  type Distribution,
  type DistributionName,
  distributionNames,
  type OperatorRelease,
} from "../../../../catalog/types";
import type { AdoptChoices, ReleaseFile } from "../../inventory/choices";

type Files = Pick<AdoptChoices, "releaseFiles">;

/** All distributions, with the releases that the user's files add. */
export function allDistributions({ releaseFiles = [] }: Files): readonly Distribution[] {
  return distributionNames.map((name) => distribution(name, added(name, releaseFiles)));
}

/** The releases that they add to the one of a mesh. */
export function releasesOf(
  { distribution: { name } }: { readonly distribution: Distribution },
  { releaseFiles = [] }: Files,
): readonly OperatorRelease[] {
  return added(name, releaseFiles);
}

function added(name: DistributionName, files: readonly ReleaseFile[]): readonly OperatorRelease[] {
  return files.flatMap((one) => (one.distribution === name ? one.releases : []));
}
