import { distribution as findDistribution, isEndOfLife } from "../catalog/lookup";
import { compareVersions, minorOf } from "../catalog/version";
import type { Plan } from "../plan/phase";

/** What the catalogue says of where a row leads. */
export interface Outlook {
  /** The newest patch of the target's minor that an operator release installs, when the target is older. */
  readonly newerPatch?: string;
  /** The operator release that accepts the target and installs it no more. */
  readonly endOfLifeIn?: string;
}

/** Looks the target of a plan up. */
export function outlookOf({ mesh, to }: Plan): Outlook {
  const { releases } = findDistribution(mesh.distribution, mesh.extraReleases);
  const newest = releases
    .flatMap(({ installable }) => installable)
    .filter((version) => minorOf(version) === minorOf(to) && !version.includes("-"))
    .sort(compareVersions)
    .at(-1);
  const ended = releases.find((release) => isEndOfLife(release, to));
  return {
    ...(newest !== undefined && compareVersions(newest, to) > 0 && { newerPatch: newest }),
    ...(ended && { endOfLifeIn: ended.version }),
  };
}
