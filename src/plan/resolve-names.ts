import { findRelease, knows, nearestVersions, resolveAlias } from "../catalog/lookup";
import type { Distribution, OperatorRelease } from "../catalog/types";
import { isAlias } from "../catalog/version";
import { type Finding, finding, type MeshPath } from "../findings/finding";

/** The release of the catalogue that is called so; a finding where there is none. */
export function resolveRelease(
  distribution: Distribution,
  version: string,
  path: MeshPath,
  findings: Finding[],
): OperatorRelease | undefined {
  const release = findRelease(distribution, version);
  if (release) return release;
  const known = distribution.releases.map((one) => one.version);
  findings.push(
    finding("VER001", {
      path,
      message: `operator release ${version} is not in the ${distribution.title} catalogue`,
      hint: `It knows ${known[0]} to ${known[known.length - 1]} (meshstep catalog ${distribution.name}). Describe a newer release in a file and name that under spec.catalogs.`,
    }),
  );
  return undefined;
}

/** The exact version that a name stands for: an alias as the given release resolves it, or the newest release that has it. */
export function resolveVersion(
  distribution: Distribution,
  release: OperatorRelease,
  version: string,
  path: MeshPath,
  findings: Finding[],
  /** Whether revisions are named after versions: no name may float then. */
  named: boolean,
): string | undefined {
  if (!isAlias(version)) {
    if (knows(distribution, version)) return version;
    const near = nearestVersions(distribution, version);
    findings.push(
      finding("VER001", {
        path,
        message: `${version} is not in the ${distribution.title} catalogue`,
        ...(near.length && { hint: `Nearest: ${near.join(", ")}.` }),
      }),
    );
    return undefined;
  }
  const holders = [release, ...[...distribution.releases].reverse()];
  const exact = holders.map((one) => resolveAlias(one, version)).find((one) => one !== undefined);
  findings.push(
    finding(exact ? "VER004" : "VER001", {
      ...(exact && named && { severity: "error" as const }),
      path,
      message:
        exact && named
          ? `${version} is a floating alias, and under RevisionBased a revision is called after its version`
          : exact
            ? `${version} is a floating alias; it is taken for ${exact}, and manifests carry the exact version`
            : `no operator release of ${distribution.title} knows the alias ${version}`,
      ...(exact && { hint: `Write ${exact}.` }),
    }),
  );
  return exact;
}
