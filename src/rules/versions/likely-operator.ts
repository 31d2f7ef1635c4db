import { isInstallable, servesZtunnelField, ztunnelAccepts } from "../../catalog/lookup";
import type { Distribution, DistributionName, OperatorRelease } from "../../catalog/types";
import { compareVersions, isAlias, isOpenVersion, minorOf, withV } from "../../catalog/version";
import type { KubernetesObject } from "../../mesh/mesh";
import { textAt, valueAt } from "../../objects/object-paths";
import { apiVersionOf } from "../objects";

/** What the objects of a cluster say of their operator without naming it. A cluster has one operator, whatever number of control planes there is. */
export interface OperatorClues {
  /** The version that its newest control plane asks for; undefined where none says one. */
  readonly newest: string | undefined;
  /** The exact versions of all of them, of revisions beside them as well. */
  readonly versions: readonly string[];
  readonly cni: KubernetesObject | undefined;
  /** Whether somebody else has the IstioCNI, who is not looked at. */
  readonly cniElsewhere: boolean;
  readonly ztunnel: KubernetesObject | undefined;
  readonly ambient: boolean;
  /** Whose platform it is, by its marks. */
  readonly platform: DistributionName | undefined;
  /** Whether a platform is named that is not OpenShift. */
  readonly isElsewhere: boolean;
  /** Channels of the operator's Subscriptions. */
  readonly channels: readonly string[];
}

/** A release that may be the operator's. */
export interface LikelyRelease {
  readonly distribution: Distribution;
  readonly release: OperatorRelease;
}

/** The releases in the order in which they fit, best first: `adopt` takes the first, and `check` its distribution. */
export function likeliestFirst<T extends LikelyRelease>(releases: readonly T[], clues: OperatorClues): readonly T[] {
  // A stable sort keeps the order of the distributions among equals.
  return releases
    .map((one) => ({ one, marks: marksOf(one, clues) }))
    .sort((a, b) => compareMarks(b.marks, a.marks) || byAge(a.one, b.one, clues))
    .map(({ one }) => one);
}

/** The other distributions that can run what is there: then the choice between them is a guess. */
export function alternatives(sorted: readonly LikelyRelease[], clues: OperatorClues): readonly Distribution[] {
  const able = sorted.filter((one) => needs(one, clues).every((mark) => mark));
  return [...new Set(able.map(({ distribution }) => distribution))].filter((one) => one !== sorted[0]?.distribution);
}

/** One and zero for what speaks for a release and against it, the weightiest first. */
function marksOf(one: LikelyRelease, clues: OperatorClues): number[] {
  const { release } = one;
  const { ztunnel, channels, newest } = clues;
  const [versions, parts, ambient, , ...others] = needs(one, clues);
  return [
    versions,
    parts,
    ambient,
    !ztunnel || release.ztunnel.apiVersions[0] === apiVersionOf(ztunnel),
    ...others,
    channels.some((channel) => channel.endsWith(`-${minorOf(release.version)}`)),
    !ztunnel || servesFields(release, ztunnel),
    isDefault(release, newest),
  ].map(Number);
}

/** What a release must have to run what is there. */
function needs({ distribution, release }: LikelyRelease, clues: OperatorClues): readonly boolean[] {
  const { versions, newest, cni, cniElsewhere, ztunnel, ambient, platform, isElsewhere } = clues;
  return [
    versions.every((version) => isInstallable(release, version)),
    // In the middle of an upgrade the release has the version of each part.
    [cni, ztunnel].every((part) => part === undefined || installsPart(release, part)),
    !ambient || newest === undefined || ztunnelAccepts(release, newest),
    !ztunnel || release.ztunnel.apiVersions.some((one) => one === apiVersionOf(ztunnel)),
    // The mesh would bring a CNI that the input does not have.
    ambient || cniElsewhere || cni !== undefined || !distribution.policy.sidecarNeedsCni,
    !platform || platform === distribution.name,
    !isElsewhere || distribution.name !== "openshift",
  ];
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
function byAge(a: LikelyRelease, b: LikelyRelease, { newest }: OperatorClues): number {
  if (a.distribution !== b.distribution) return 0;
  const order = compareVersions(a.release.version, b.release.version);
  return isDefault(a.release, newest) ? -order : order;
}

/** Old releases have no default. */
function isDefault({ defaultVersion }: OperatorRelease, version: string | undefined): boolean {
  return version !== undefined && defaultVersion === version;
}
