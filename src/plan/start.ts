import { changedReleases } from "../catalog/changed-releases";
import { type Offer, offerOf } from "../catalog/channels";
import {
  distribution as findDistribution,
  isEndOfLife,
  isInstallable,
  knows,
  publishedJumps,
  releasesThatInstall,
  vendorJump,
} from "../catalog/lookup";
import { type SubscriptionPlan, subscriptionFindings } from "../catalog/subscription";
import type { Distribution, OperatorRelease } from "../catalog/types";
import { type Finding, finding, type MeshPath } from "../findings/finding";
import { isRevisionBased } from "../mesh/istiod";
import type { Mesh } from "../mesh/mesh";
import type { Running } from "../mesh/running-schema";
import { resolveRelease, resolveVersion } from "./resolve-names";
import { settlesAt } from "./revisions/middle";
import { type RunningVersions, runningVersions } from "./running";

/** Where the search starts and where it should end, every name resolved against the catalogue. */
export interface Start {
  readonly distribution: Distribution;
  readonly release: OperatorRelease;
  readonly finalRelease?: OperatorRelease;
  /** The operator releases that OLM can be asked for. */
  readonly offer: Offer;
  /** `spec.version`, exact, with `v`. */
  readonly described: string;
  /** What each part runs, where that is not simply `described`. */
  readonly runs: RunningVersions;
  /** The version of the control plane, of the one that everybody is brought to first where there are two: the row of hops begins here. */
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

  const named = isRevisionBased(mesh);
  const described = resolveVersion(distribution, release, mesh.version, ["spec", "version"], findings, named);
  const runs = described === undefined ? undefined : runningVersions(mesh, described);
  const standing = runs?.controlPlane;
  const newest = finalRelease ?? distribution.releases[distribution.releases.length - 1] ?? release;
  const to = mesh.upgrade
    ? resolveVersion(distribution, newest, mesh.upgrade.to, ["spec", "upgrade", "to"], findings, named)
    : standing;
  const from = runs && to !== undefined ? settlesAt(runs, to) : standing;
  if (runs) checkRunning(mesh, distribution, release, runs, findings);
  findings.push(
    ...operatorFindings(mesh, distribution, release, {
      to: finalRelease,
      running: standing,
      moves: mesh.upgrade !== undefined,
    }),
  );
  checkJumps(mesh, distribution, findings);
  if (!described || !runs || !from || !to || findings.some((one) => one.severity === "error")) return { findings };
  const offer = offerOf(mesh.operator);
  return {
    start: { distribution, release, ...(finalRelease && { finalRelease }), offer, described, runs, from, to },
    findings,
  };
}

/** What runs now must be known, and what the operator deploys must be what the release in force can run. */
function checkRunning(
  mesh: Mesh,
  distribution: Distribution,
  release: OperatorRelease,
  runs: RunningVersions,
  findings: Finding[],
) {
  const said = (part: keyof Running): MeshPath =>
    mesh.running?.[part] === undefined ? ["spec", "version"] : ["spec", "running", part];
  const deployed: (readonly [keyof Running, string | undefined])[] = [
    ["controlPlane", runs.controlPlane],
    ["controlPlane", runs.beside],
    ["cni", mesh.cni && runs.cni],
    ["ztunnel", mesh.ztunnel && runs.ztunnel[runs.ztunnel.length - 1]],
  ];
  const seen = new Set<string>();
  for (const [part, version] of deployed) {
    if (version === undefined || seen.has(version) || isInstallable(release, version)) continue;
    seen.add(version);
    findings.push(notRunnable(distribution, release, version, said(part)));
  }
  for (const part of ["ztunnel", "waypoints", "gateways", "workloads"] as const) {
    const running = mesh.running?.[part] ?? [];
    const versions = typeof running === "string" ? [running] : Object.values(running).flat();
    const version = versions.find((one) => !knows(distribution, one));
    if (version === undefined || seen.has(version)) continue;
    seen.add(version);
    findings.push(
      finding("VER001", { path: said(part), message: `${version} is not in the ${distribution.title} catalogue` }),
    );
  }
}

function notRunnable(distribution: Distribution, release: OperatorRelease, version: string, path: MeshPath): Finding {
  const others = releasesThatInstall(distribution, version).map((one) => one.version);
  return finding(isEndOfLife(release, version) ? "VER002" : "VER001", {
    path,
    message: isEndOfLife(release, version)
      ? `${version} is end of life in operator release ${release.version}: it is accepted and never installed`
      : `operator release ${release.version} does not know ${version}`,
    hint: `Releases that install ${version}: ${others.join(", ") || "none"}.`,
  });
}

/** What mesh.yaml says of the operator that is installed. */
function operatorFindings(
  { operator }: Mesh,
  distribution: Distribution,
  release: OperatorRelease,
  plan: SubscriptionPlan,
): readonly Finding[] {
  const { subscription, catalog } = operator;
  return subscription ? subscriptionFindings(distribution, release, { ...subscription, catalog }, plan) : [];
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
