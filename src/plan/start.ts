import { changedReleases } from "../catalog/changed-releases";
import { type Offer, offerOf } from "../catalog/channels";
import {
  distribution as findDistribution,
  findRelease,
  isEndOfLife,
  isInstallable,
  knows,
  nearestVersions,
  publishedJumps,
  releasesThatInstall,
  resolveAlias,
  vendorJump,
} from "../catalog/lookup";
import { neverShipped, type SubscriptionPlan, subscriptionFindings } from "../catalog/subscription";
import type { Distribution, OperatorRelease } from "../catalog/types";
import { isAlias } from "../catalog/version";
import { type Finding, finding, type MeshPath } from "../findings/finding";
import type { Mesh } from "../mesh/mesh";

/** Where the search starts and where it should end, every name resolved against the catalogue. */
export interface Start {
  readonly distribution: Distribution;
  readonly release: OperatorRelease;
  readonly finalRelease?: OperatorRelease;
  /** The operator releases that OLM can be asked for. */
  readonly offer: Offer;
  /** Exact, with `v`. */
  readonly from: string;
  /** Equal to `from` when there is no upgrade. */
  readonly to: string;
}

/** Resolves what mesh.yaml names. Without a start the findings say why there is none. */
export function resolveStart(mesh: Mesh): { readonly start?: Start; readonly findings: readonly Finding[] } {
  const distribution = findDistribution(mesh.distribution, mesh.extraReleases);
  const findings: Finding[] = [...changedReleases(distribution)];
  const release = resolveRelease(distribution, mesh.operator.release, ["spec", "operator", "release"], findings);
  const wanted = mesh.upgrade?.operator?.release;
  const finalPath: MeshPath = ["spec", "upgrade", "operator", "release"];
  const finalRelease = wanted ? resolveRelease(distribution, wanted, finalPath, findings) : undefined;
  if (!release || (wanted && !finalRelease)) return { findings };

  const from = resolveVersion(distribution, release, mesh.version, ["spec", "version"], findings);
  const newest = finalRelease ?? distribution.releases[distribution.releases.length - 1] ?? release;
  const to = mesh.upgrade
    ? resolveVersion(distribution, newest, mesh.upgrade.to, ["spec", "upgrade", "to"], findings)
    : from;
  checkRunning(distribution, release, from, findings);
  findings.push(
    ...operatorFindings(mesh, distribution, release, {
      to: finalRelease,
      running: from,
      moves: mesh.upgrade !== undefined,
    }),
  );
  checkJumps(mesh, distribution, findings);
  if (!from || !to || findings.some((one) => one.severity === "error")) return { findings };
  const offer = offerOf(mesh.operator);
  return { start: { distribution, release, ...(finalRelease && { finalRelease }), offer, from, to }, findings };
}

function resolveRelease(
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
function resolveVersion(
  distribution: Distribution,
  release: OperatorRelease,
  version: string,
  path: MeshPath,
  findings: Finding[],
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
      path,
      message: exact
        ? `${version} is a floating alias; it is taken for ${exact}, and manifests carry the exact version`
        : `no operator release of ${distribution.title} knows the alias ${version}`,
      ...(exact && { hint: `Write ${exact}.` }),
    }),
  );
  return exact;
}

/** What runs now must be what the operator release in force can run. */
function checkRunning(
  distribution: Distribution,
  release: OperatorRelease,
  from: string | undefined,
  findings: Finding[],
) {
  if (!from || isInstallable(release, from)) return;
  const others = releasesThatInstall(distribution, from).map((one) => one.version);
  findings.push(
    finding(isEndOfLife(release, from) ? "VER002" : "VER001", {
      path: ["spec", "version"],
      message: isEndOfLife(release, from)
        ? `${from} is end of life in operator release ${release.version}: it is accepted and never installed`
        : `operator release ${release.version} does not know ${from}`,
      hint: `Releases that install ${from}: ${others.join(", ")}.`,
    }),
  );
}

/** What mesh.yaml says of the operator that is installed. */
function operatorFindings(
  { operator }: Mesh,
  distribution: Distribution,
  release: OperatorRelease,
  plan: SubscriptionPlan,
): readonly Finding[] {
  const unshipped = neverShipped(distribution, release);
  const { subscription, catalog } = operator;
  return [
    ...(unshipped ? [unshipped] : []),
    ...(subscription ? subscriptionFindings(distribution, release, { ...subscription, catalog }, plan) : []),
  ];
}

function checkJumps(mesh: Mesh, distribution: Distribution, findings: Finding[]) {
  mesh.upgrade?.acceptVendorJumps.forEach((name, index) => {
    const [from = "", to = ""] = name.split("->");
    if (vendorJump(distribution, from, to, mesh.dataPlane)) return;
    const published = publishedJumps(distribution, mesh.dataPlane);
    findings.push(
      finding("SKEW004", {
        severity: "error",
        path: ["spec", "upgrade", "acceptVendorJumps", index],
        message: `${name} is no jump that ${distribution.title} publishes for ${mesh.dataPlane} meshes`,
        hint: published.length ? `It publishes ${published.join(", ")}.` : "It publishes none.",
      }),
    );
  });
}
