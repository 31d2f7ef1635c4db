import { csvName } from "../../../../catalog/csv-name";
import { findRelease, isInstallable } from "../../../../catalog/lookup";
import { nearestRelease } from "../../../../catalog/nearest";
import type { Distribution } from "../../../../catalog/types";
import { compareVersions, isExactVersion, withV } from "../../../../catalog/version";
import { InputError } from "../../../../findings/input-error";
import { objectId } from "../../../../mesh/mesh";
import { exactIstioVersion } from "../../../../mesh/scalars";
import { textAt } from "../../../../objects/object-paths";
import { evidenceOf } from "../../../../repository/objects/operator-evidence";
import { platformOf } from "../../../../rules/platform";
import { chartOwner, chartRelease, operatorChart } from "../../../../rules/versions/charts";
import type { AdoptChoices, Around } from "../../inventory/choices";
import type { Inventory } from "../../inventory/inventory";
import { platformObjects } from "./candidates";
import { allDistributions } from "./known";

/** A distribution, and what says that it is this one; undefined where nothing does. */
export type StatedDistribution = Around | undefined;

/** The distribution that the user names, whose package OLM holds, whose chart an engine installs, or that the tree around the mesh is for. */
export function statedDistribution(inventory: Inventory, choices: AdoptChoices): StatedDistribution {
  const { distribution, around } = choices;
  if (distribution) return { name: distribution, because: "" };
  const { installed, subscriptions } = inventory;
  const known = allDistributions(choices);
  for (const { name, package: ours } of known) {
    const csv = installed.find((one) => one.csv.startsWith(`${ours}.v`));
    if (csv) return { name, because: csv.from };
    const found = subscriptions.find(({ object }) => textAt(object, "spec", "name") === ours);
    if (found) return { name, because: `${objectId(found.object)} spec.name` };
  }
  const chart = chartOf(inventory);
  if (chart) return { name: chartOwner().name, because: chart.from };
  const [named] = inventory.others.flatMap(({ object, place }) => evidenceOf({ object, locate: () => place }, known));
  if (named) return { name: named.distribution.name, because: named.from };
  return platformOf(platformObjects(inventory)) ? undefined : around;
}

/**
 * The release that the user names, that OLM has installed, that a Subscription started with, or whose chart an engine installs.
 * @param version what the Istio object says
 * @throws InputError for a --release that none of the distributions has, and for one of theirs that the catalogue does not have: no other stands for it
 */
export function statedRelease(
  inventory: Inventory,
  distributions: readonly Distribution[],
  { release, around }: AdoptChoices,
  version: string | undefined,
): StatedRelease | undefined {
  const { installed, subscriptions } = inventory;
  if (release !== undefined) {
    if (distributions.some((one) => findRelease(one, release))) return { release, because: "" };
    throw unknownRelease(release, distributions);
  }
  // While OLM replaces one CSV by the next, both are there.
  const newest = installed
    .flatMap(({ csv, from }) => releasesOfCsv(csv, distributions).map((one) => ({ release: one, because: from })))
    .sort((a, b) => compareVersions(b.release, a.release))[0];
  if (newest) return newest;
  for (const { csv, from } of installed) refuseUnknown(csv, from, distributions);
  for (const { object } of subscriptions) {
    const csv = textAt(object, "spec", "startingCSV") ?? "";
    const because = `${objectId(object)} spec.startingCSV`;
    const [found] = releasesOfCsv(csv, distributions);
    if (found) return { release: found, because: `${because}, which OLM reads at the first install only` };
    refuseUnknown(csv, because, distributions);
  }
  if (version === undefined) return undefined;
  // What the API server filled in stays when the chart is raised: that release says nothing of the version.
  const chart = chartOf(inventory);
  const known = distributions.some(
    (one) => one.name === chartOwner().name && chart && findRelease(one, chart.release ?? ""),
  );
  if (chart?.release !== undefined) {
    const owner = distributions.find(({ name }) => name === chartOwner().name);
    if (owner && !known) throw unlisted(owner, chart.release, `${chart.from} is ${chart.release}`);
    return known ? { release: chart.release, because: chart.from } : undefined;
  }
  return statedAround(around, distributions, version);
}

/** A release, and what says that it is this one. */
interface StatedRelease {
  readonly release: string;
  readonly because: string;
}

/** What stands elsewhere in the tree says which release it is where that runs the mesh: it may be another cluster's. */
function statedAround(
  around: StatedDistribution,
  distributions: readonly Distribution[],
  version: string,
): StatedRelease | undefined {
  const [only, second] = distributions;
  if (!around?.release || only?.name !== around.name || second) return undefined;
  const { version: release, because } = around.release;
  const found = findRelease(only, release);
  return found && isExactVersion(version) && isInstallable(found, withV(version)) ? { release, because } : undefined;
}

/** The operator's chart, as what Flux or Argo CD apply names it. */
function chartOf({
  deliveries,
}: Inventory): { readonly release: string | undefined; readonly from: string } | undefined {
  for (const { object } of deliveries) {
    const chart = operatorChart(object);
    if (chart) return { release: chartRelease(chart), from: `${objectId(object)} ${chart.at.join(".")}` };
  }
  return undefined;
}

/** `servicemeshoperator3.v3.1.2` as `3.1.2`, when the catalogue has that release. */
function releasesOfCsv(csv: string, distributions: readonly Distribution[]): readonly string[] {
  return distributions.flatMap((one) =>
    one.releases.filter(({ version }) => csvName(one, version) === csv).map(({ version }) => version),
  );
}

/** The Istio version that the user says runs. @throws InputError for a word that is none, and for an alias, which several versions are */
export function statedVersion({ istioVersion }: AdoptChoices): string | undefined {
  if (istioVersion === undefined || exactIstioVersion.safeParse(istioVersion).success) {
    return istioVersion === undefined ? undefined : withV(istioVersion);
  }
  throw InputError.of(`--istio-version ${istioVersion}: expected an exact Istio version such as v1.26.4`, {
    hint: "It is the version that runs: kubectl get istiorevisions.",
  });
}

/** @throws InputError for a release of one of the distributions that the catalogue does not have */
function refuseUnknown(csv: string, from: string, distributions: readonly Distribution[]): void {
  const whose = distributions.find((one) => csv.startsWith(`${one.package}.v`));
  if (!whose) return;
  throw unlisted(whose, csv.slice(whose.package.length + 2), `${from} is ${csv}`);
}

/** The release that is nearest may not install what runs, and a row from it begins elsewhere. */
function unlisted({ name, title }: Distribution, version: string, says: string): InputError {
  return InputError.of(`${says}: the catalogue of meshstep has no release ${version} of ${title}`, {
    hint: `Give --with FILE, a list of kind OperatorReleases that describes it: meshstep catalog ${name} --check-updates BUNDLE --write FILE makes one. If another one is installed, --release names that.`,
  });
}

function unknownRelease(release: string, distributions: readonly Distribution[]): InputError {
  const known = distributions.flatMap((one) => one.releases.map(({ version }) => version));
  const near = nearestRelease(known, release);
  const where = distributions.length === 1 ? distributions[0]?.title : "any distribution";
  return InputError.of(`--release ${release}: not in the catalogue of ${where}`, {
    hint: `${near ? `Nearest: ${near}.` : "meshstep catalog lists them."} --with FILE adds one that is newer.`,
  });
}
