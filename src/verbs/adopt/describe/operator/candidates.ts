import {
  findRelease,
  isInstallable,
  resolveAlias,
  servesZtunnelField,
  ztunnelAccepts,
} from "../../../../catalog/lookup";
import type { Distribution, DistributionName, OperatorRelease } from "../../../../catalog/types";
import { compareVersions, isAlias, isOpenVersion, minorOf, withV } from "../../../../catalog/version";
import type { KubernetesObject } from "../../../../mesh/mesh";
import { textAt, valueAt } from "../../../../objects/object-paths";
import { apiVersionOf } from "../../../../rules/objects";
import { isElsewhere, platformOf } from "../../../../rules/platform";
import type { Found } from "../../input/found";
import type { Inventory } from "../../inventory/inventory";

/** What is known of the mesh when its operator is looked for. */
export interface MeshEvidence {
  readonly istio: KubernetesObject;
  readonly ztunnel: KubernetesObject | undefined;
  readonly cni: KubernetesObject | undefined;
  /** Whether another mesh has it. */
  readonly elsewhere: boolean;
  readonly ambient: boolean;
  /** The version of a second control plane. */
  readonly beside?: string;
}

/** An operator that may run the mesh. */
export interface Candidate {
  readonly distribution: Distribution;
  readonly release: OperatorRelease;
  /** The exact version that the mesh then runs. */
  readonly version: string;
}

/**
 * The releases that can run the mesh, best first.
 * @param stated the release that is installed for certain: it is taken whatever it installs
 * @param istioVersion the version that the user says runs
 */
export function candidatesFor(
  inventory: Inventory,
  mesh: MeshEvidence,
  distributions: readonly Distribution[],
  stated: string | undefined,
  istioVersion?: string,
): readonly Candidate[] {
  const clues: Clues = {
    platform: platformOf(platformObjects(inventory))?.name,
    isElsewhere: isElsewhere(platformObjects(inventory)),
    channels: inventory.subscriptions.map(({ object }) => textAt(object, "spec", "channel") ?? ""),
  };
  const marked = distributions.flatMap((distribution) =>
    releasesOf(distribution, stated).flatMap((release) => {
      const version = istioVersion ?? runningVersion(inventory, mesh.istio, release, stated);
      const candidate = version !== undefined && { distribution, release, version };
      const fits = candidate && (stated !== undefined || isInstallable(release, candidate.version));
      return candidate && fits ? [{ candidate, marks: marksOf(candidate, clues, mesh) }] : [];
    }),
  );
  // A stable sort keeps the order of the distributions among equals.
  return marked
    .sort((a, b) => compareMarks(b.marks, a.marks) || byAge(a.candidate, b.candidate))
    .map(({ candidate }) => candidate);
}

/** Objects that may bear the marks of a platform. */
export function platformObjects({
  istios,
  namespaces,
  subscriptions,
  deliveries,
  others,
}: Inventory): readonly Found[] {
  return [...istios, ...namespaces, ...subscriptions, ...deliveries, ...others];
}

function releasesOf(distribution: Distribution, stated: string | undefined): readonly OperatorRelease[] {
  if (stated === undefined) return distribution.releases;
  const release = findRelease(distribution, stated);
  return release ? [release] : [];
}

/** The exact version: as its revision says, as written, as the release resolves an alias or fills in what is left out. */
function runningVersion(
  inventory: Inventory,
  istio: KubernetesObject,
  release: OperatorRelease,
  stated: string | undefined,
): string | undefined {
  const written = textAt(istio, "spec", "version");
  const running = inventory.runningVersions.get(istio.metadata.name);
  // What nobody says is not made up: without a release that is installed for certain there is no default either.
  if (written === undefined) return running ?? (stated === undefined ? undefined : release.defaultVersion);
  return isAlias(written) ? (running ?? resolveAlias(release, written)) : withV(written);
}

/** What the input says of the operator without naming it. */
interface Clues {
  readonly platform: DistributionName | undefined;
  /** Whether a platform is named that is not OpenShift. */
  readonly isElsewhere: boolean;
  /** Channels of the operator's Subscriptions. */
  readonly channels: readonly string[];
}

/** One and zero for what speaks for a candidate and against it, the weightiest first. */
function marksOf(
  { distribution, release, version }: Candidate,
  { platform, isElsewhere, channels }: Clues,
  mesh: MeshEvidence,
): number[] {
  const { ztunnel, ambient, cni, elsewhere, beside } = mesh;
  return [
    isInstallable(release, version),
    beside === undefined || isInstallable(release, beside),
    // In the middle of an upgrade the release has the version of each part.
    [cni, ztunnel].every((part) => part === undefined || installsPart(release, part)),
    !ambient || ztunnelAccepts(release, version),
    !ztunnel || release.ztunnel.apiVersions[0] === apiVersionOf(ztunnel),
    // The mesh would bring a CNI that the input does not have.
    ambient || elsewhere || cni !== undefined || !distribution.policy.sidecarNeedsCni,
    !platform || platform === distribution.name,
    !isElsewhere || distribution.name !== "openshift",
    channels.some((channel) => channel.endsWith(`-${minorOf(release.version)}`)),
    !ztunnel || servesFields(release, ztunnel),
    release.defaultVersion === version,
  ].map(Number);
}

/** A part in the middle of a move has a version of its own; one that is left open is no reason against a release. */
function installsPart(release: OperatorRelease, part: KubernetesObject): boolean {
  const version = textAt(part, "spec", "version");
  return version === undefined || isOpenVersion(version) || isAlias(version) || isInstallable(release, withV(version));
}

function servesFields(release: OperatorRelease, ztunnel: KubernetesObject): boolean {
  return (["terminationGracePeriodSeconds", "updateStrategy"] as const).every(
    (field) => valueAt(ztunnel, "spec", "values", "ztunnel", field) === undefined || servesZtunnelField(release, field),
  );
}

function compareMarks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((mark, index) => mark !== b[index]);
  return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
}

/** Of one distribution: the newest of those that have the version as their default, else the oldest that installs it. */
function byAge(a: Candidate, b: Candidate): number {
  if (a.distribution !== b.distribution) return 0;
  const order = compareVersions(a.release.version, b.release.version);
  return a.release.defaultVersion === a.version ? -order : order;
}
