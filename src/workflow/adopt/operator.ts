import {
  distribution as findDistribution,
  findRelease,
  isInstallable,
  resolveAlias,
  servesZtunnelField,
  ztunnelAccepts,
} from "../../catalog/lookup";
import { type Distribution, type DistributionName, distributionNames, type OperatorRelease } from "../../catalog/types";
import { compareVersions, isAlias, minorOf, withV } from "../../catalog/version";
import { apiVersionOf, textAt, valueAt } from "../../check/objects";
import { InputError } from "../../findings/input-error";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { csvName } from "../../plan/changes";
import { nearest } from "../../source/nearest";
import type { AdoptChoices } from "./guess";
import type { Inventory } from "./inventory";
import { platformOf } from "./platform";

/** The operator that runs a mesh, and why it is taken to be that one; nothing is said of what the user chose. */
export interface OperatorGuess {
  readonly distribution: Distribution;
  readonly release: OperatorRelease;
  /** The exact version that the mesh runs. */
  readonly version: string;
  readonly distributionBecause?: string;
  readonly releaseBecause?: string;
  readonly versionBecause?: string;
}

/** What is known of the mesh when its operator is looked for. */
export interface MeshEvidence {
  readonly istio: KubernetesObject;
  readonly ztunnel: KubernetesObject | undefined;
  readonly hasCni: boolean;
  readonly ambient: boolean;
}

interface Candidate {
  readonly distribution: Distribution;
  readonly release: OperatorRelease;
  readonly version: string;
}

/**
 * The distribution and the operator release: what OLM says is installed, else the release that fits the objects best, first of all
 * the one whose default is the running version.
 * @throws InputError when the input and the choices leave nothing to go by
 */
export function guessOperator(inventory: Inventory, mesh: MeshEvidence, choices: AdoptChoices): OperatorGuess {
  const named = chosenDistribution(inventory, choices);
  const names = named ? [named.name] : distributionNames;
  const pinned = pinnedRelease(inventory, names, choices);
  const candidates = names
    .map((name) => findDistribution(name))
    .flatMap((distribution) => releasesOf(distribution, pinned?.release).map((release) => ({ distribution, release })))
    .flatMap((one): Candidate[] => {
      const version = runningVersion(inventory, mesh.istio, one.release);
      return version === undefined ? [] : [{ ...one, version }];
    });
  const best = bestOf(candidates, inventory, mesh, pinned !== undefined);
  if (!best) throw nothingFits(mesh.istio, names, choices);
  const platform = platformOf(inventory);
  const written = textAt(mesh.istio, "spec", "version");
  return {
    ...best,
    ...(choices.distribution === undefined && {
      distributionBecause: named?.because ?? distributionReason(best, platform),
    }),
    ...(choices.release === undefined && { releaseBecause: pinned?.because ?? releaseReason(best, mesh) }),
    ...(written !== best.version && { versionBecause: versionReason(mesh.istio, written, best, inventory) }),
  };
}

function chosenDistribution(
  { installed, subscriptions }: Inventory,
  { distribution }: AdoptChoices,
): { readonly name: DistributionName; readonly because: string } | undefined {
  if (distribution) return { name: distribution, because: "" };
  for (const name of distributionNames) {
    const { package: ours } = findDistribution(name);
    const csv = installed.find((one) => one.csv.startsWith(`${ours}.v`));
    if (csv) return { name, because: `${csv.csv} (${csv.from})` };
    const found = subscriptions.find(({ object }) => textAt(object, "spec", "name") === ours);
    if (found) return { name, because: `${objectId(found.object)} spec.name ${ours}` };
  }
  return undefined;
}

/** The release that a flag, OLM or a startingCSV names. */
function pinnedRelease(
  { installed, subscriptions }: Inventory,
  names: readonly DistributionName[],
  { release }: AdoptChoices,
): { readonly release: string; readonly because: string } | undefined {
  const distributions = names.map((name) => findDistribution(name));
  if (release !== undefined) {
    if (distributions.some((one) => findRelease(one, release))) return { release, because: "" };
    throw unknownRelease(release, distributions);
  }
  const versions = installed.flatMap(({ csv, from }) => {
    const found = distributions.find((one) => csv.startsWith(`${one.package}.v`));
    return found ? [{ release: csv.slice(`${found.package}.v`.length), because: `${csv} (${from})`, found }] : [];
  });
  // While OLM replaces one CSV by the next, both are there.
  const known = versions.filter((one) => findRelease(one.found, one.release));
  const newest = known.sort((a, b) => compareVersions(b.release, a.release))[0];
  if (newest) return newest;
  for (const { object } of subscriptions) {
    const startingCsv = textAt(object, "spec", "startingCSV");
    const found = distributions.flatMap((one) =>
      one.releases.filter((release) => csvName(one, release.version) === startingCsv),
    )[0];
    if (found)
      return {
        release: found.version,
        because: `${objectId(object)} spec.startingCSV, which OLM reads at the first install only`,
      };
  }
  return undefined;
}

function unknownRelease(release: string, distributions: readonly Distribution[]): InputError {
  const known = distributions.flatMap((one) => one.releases.map(({ version }) => version));
  const near = nearest(release, known);
  const where = distributions.length === 1 ? distributions[0]?.title : "any distribution";
  return InputError.of(`--release ${release}: not in the catalogue of ${where}`, {
    hint: near ? `Nearest: ${near}.` : "meshstep catalog lists them.",
  });
}

function releasesOf(distribution: Distribution, pinned: string | undefined): readonly OperatorRelease[] {
  if (pinned === undefined) return distribution.releases;
  const release = findRelease(distribution, pinned);
  return release ? [release] : [];
}

/** The exact version: as its revision says, as written, as the release resolves an alias or fills in what is left out. */
function runningVersion(inventory: Inventory, istio: KubernetesObject, release: OperatorRelease): string | undefined {
  const written = textAt(istio, "spec", "version");
  if (written === undefined) return inventory.runningVersions.get(istio.metadata.name) ?? release.defaultVersion;
  if (!isAlias(written)) return withV(written);
  return inventory.runningVersions.get(istio.metadata.name) ?? resolveAlias(release, written);
}

/** Best first by each of these in turn; what OLM or the user named is there alone, and taken whatever it installs. */
function bestOf(
  candidates: readonly Candidate[],
  inventory: Inventory,
  mesh: MeshEvidence,
  pinned: boolean,
): Candidate | undefined {
  const { ztunnel } = mesh;
  const platform = platformOf(inventory);
  const channel = inventory.subscriptions.map(({ object }) => textAt(object, "spec", "channel") ?? "")[0] ?? "";
  const marks = (one: Candidate): readonly number[] =>
    [
      isInstallable(one.release, one.version),
      !mesh.ambient || ztunnelAccepts(one.release, one.version),
      !ztunnel || one.release.ztunnel.apiVersions[0] === apiVersionOf(ztunnel),
      mesh.ambient || mesh.hasCni || !one.distribution.policy.sidecarNeedsCni,
      !platform || platform.name === one.distribution.name,
      channel.endsWith(`-${minorOf(one.release.version)}`),
      !ztunnel || servesFields(one.release, ztunnel),
      one.release.shipped,
      one.release.defaultVersion === one.version,
    ].map(Number);
  const ranked = candidates
    .map((candidate, index) => ({ candidate, marks: marks(candidate), index }))
    .sort((a, b) => compareMarks(b.marks, a.marks) || byAge(a.candidate, b.candidate) || a.index - b.index);
  const best = ranked[0];
  return best && (pinned || best.marks[0] === 1) ? best.candidate : undefined;
}

function compareMarks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((mark, index) => mark !== b[index]);
  return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
}

/** Of one distribution: the newest of those that have the version as their default, else the oldest that installs it. */
function byAge(a: Candidate, b: Candidate): number {
  if (a.distribution.name !== b.distribution.name) return 0;
  const order = compareVersions(a.release.version, b.release.version);
  return a.release.defaultVersion === a.version ? -order : order;
}

function servesFields(release: OperatorRelease, ztunnel: KubernetesObject): boolean {
  const own = ["terminationGracePeriodSeconds", "updateStrategy"] as const;
  return own.every(
    (field) => valueAt(ztunnel, "spec", "values", "ztunnel", field) === undefined || servesZtunnelField(release, field),
  );
}

function distributionReason(
  { distribution, release, version }: Candidate,
  platform: ReturnType<typeof platformOf>,
): string {
  if (platform?.name === distribution.name) return platform.because;
  return release.defaultVersion === version
    ? `the first whose catalogue has a release with ${version} as its default`
    : `the first whose catalogue fits ${version} and the objects`;
}

function releaseReason({ distribution, release, version }: Candidate, { ztunnel }: MeshEvidence): string {
  const what =
    release.defaultVersion === version
      ? `a release of ${distribution.title} whose default is ${version}`
      : `a release of ${distribution.title} that installs ${version}`;
  return ztunnel ? `${what} and that serves ZTunnel as ${apiVersionOf(ztunnel)}` : what;
}

function versionReason(
  istio: KubernetesObject,
  written: string | undefined,
  { release, version }: Candidate,
  { runningVersions }: Inventory,
): string {
  const from = runningVersions.has(istio.metadata.name)
    ? `IstioRevision/${istio.metadata.name} spec.version`
    : `operator release ${release.version}`;
  if (written === undefined) return `${objectId(istio)} has no spec.version; ${from} says ${version}`;
  return isAlias(written) ? `${written}, which ${from} resolves` : `${objectId(istio)} spec.version ${written}`;
}

function nothingFits(istio: KubernetesObject, names: readonly DistributionName[], choices: AdoptChoices): InputError {
  const version = textAt(istio, "spec", "version");
  const titles = names.map((name) => findDistribution(name).title).join(", ");
  if (version === undefined) {
    return InputError.of(
      `${objectId(istio)} has no spec.version, and nothing says which operator release filled it in`,
      {
        hint: "Give --distribution and --release.",
      },
    );
  }
  return InputError.of(`no operator release of ${titles} installs ${version}`, {
    hint:
      choices.release === undefined
        ? "meshstep catalog lists what each installs; with --distribution and --release it is taken as it is."
        : "Give the --distribution whose release it is.",
  });
}
