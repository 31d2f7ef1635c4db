import { csvName } from "../../../../catalog/csv-name";
import { distribution as findDistribution, findRelease } from "../../../../catalog/lookup";
import { nearestRelease } from "../../../../catalog/nearest";
import { type Distribution, distributionNames } from "../../../../catalog/types";
import { compareVersions, withV } from "../../../../catalog/version";
import { InputError } from "../../../../findings/input-error";
import { objectId } from "../../../../mesh/mesh";
import { exactIstioVersion } from "../../../../mesh/scalars";
import { textAt } from "../../../../objects/object-paths";
import { platformOf } from "../../../../rules/platform";
import { chartOwner, chartRelease, operatorChart } from "../../../../rules/versions/charts";
import type { AdoptChoices, Around } from "../../inventory/choices";
import type { Inventory } from "../../inventory/inventory";
import { platformObjects } from "./candidates";

/** A distribution, and what says that it is this one; undefined where nothing does. */
export type StatedDistribution = Around | undefined;

/** The distribution that the user names, whose package OLM holds, whose chart an engine installs, or that the tree around the mesh is for. */
export function statedDistribution(inventory: Inventory, { distribution, around }: AdoptChoices): StatedDistribution {
  if (distribution) return { name: distribution, because: "" };
  const { installed, subscriptions } = inventory;
  for (const name of distributionNames) {
    const { package: ours } = findDistribution(name);
    const csv = installed.find((one) => one.csv.startsWith(`${ours}.v`));
    if (csv) return { name, because: csv.from };
    const found = subscriptions.find(({ object }) => textAt(object, "spec", "name") === ours);
    if (found) return { name, because: `${objectId(found.object)} spec.name` };
  }
  const chart = chartOf(inventory);
  if (chart) return { name: chartOwner().name, because: chart.from };
  return platformOf(platformObjects(inventory)) ? undefined : around;
}

/**
 * The release that the user names, that OLM has installed, that a Subscription started with, or whose chart an engine installs.
 * @param version what the Istio object says
 * @throws InputError for a --release that none of the distributions has
 */
export function statedRelease(
  inventory: Inventory,
  distributions: readonly Distribution[],
  { release }: AdoptChoices,
  version: string | undefined,
): { readonly release: string; readonly because: string } | undefined {
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
  for (const { object } of subscriptions) {
    const [found] = releasesOfCsv(textAt(object, "spec", "startingCSV") ?? "", distributions);
    if (found) {
      return {
        release: found,
        because: `${objectId(object)} spec.startingCSV, which OLM reads at the first install only`,
      };
    }
  }
  // What the API server filled in stays when the chart is raised: that release says nothing of the version.
  const chart = version === undefined ? undefined : chartOf(inventory);
  const known = distributions.some(
    (one) => one.name === chartOwner().name && chart && findRelease(one, chart.release ?? ""),
  );
  return chart?.release !== undefined && known ? { release: chart.release, because: chart.from } : undefined;
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

function unknownRelease(release: string, distributions: readonly Distribution[]): InputError {
  const known = distributions.flatMap((one) => one.releases.map(({ version }) => version));
  const near = nearestRelease(known, release);
  const where = distributions.length === 1 ? distributions[0]?.title : "any distribution";
  return InputError.of(`--release ${release}: not in the catalogue of ${where}`, {
    hint: near ? `Nearest: ${near}.` : "meshstep catalog lists them.",
  });
}
