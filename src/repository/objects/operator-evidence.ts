import { distribution as findDistribution } from "../../catalog/lookup";
import { type Distribution, distributionNames } from "../../catalog/types";
import { objectId } from "../../mesh/mesh";
import { apiGroup, type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import type { CheckedObject } from "../../rules/rule";
import { chartOwner, chartRelease, type OperatorChart, operatorChart } from "../../rules/versions/charts";
import { extensionRelease, type OperatorExtension, operatorExtension } from "../../rules/versions/extensions";

/** What names one of the operators: a Subscription, a ClusterServiceVersion, a ClusterExtension, a chart, or an image. */
export interface Evidence {
  readonly distribution: Distribution;
  /** `3.1.2`. */
  readonly release?: string;
  readonly from: string;
  /** Whether several clusters have releases of their own. @default there is one */
  readonly isSeveral?: true;
}

/** Whether an object says whose operator there is. */
export function namesOperator(one: CheckedObject): boolean {
  return evidenceOf(one, all()).length > 0;
}

const all = () => distributionNames.map((name) => findDistribution(name));

/** What an object says of the operator: its chart, or OLM's objects. */
export function evidenceOf({ object, installs }: CheckedObject, known: readonly Distribution[]): readonly Evidence[] {
  if (installs === "elsewhere") return [];
  const chart = operatorChart(object);
  if (chart && installs === "several")
    return chartEvidence({ ...chart, version: undefined }, objectId(object), known).map((one) => ({
      ...one,
      isSeveral: true,
    }));
  if (chart) return chartEvidence(chart, objectId(object), known);
  const asked = operatorExtension(object);
  if (asked) return extensionEvidence(asked, object, known);
  if (kindOf(object) === "apps/Deployment") return imageEvidence(object, known);
  if (apiGroup(object) !== "operators.coreos.com") return [];
  if (object.kind === "ClusterServiceVersion") return csvEvidence(object.metadata.name, objectId(object), known);
  if (object.kind !== "Subscription") return [];
  const distribution = known.find((one) => one.package === textAt(object, "spec", "name"));
  if (!distribution) return [];
  for (const [map, key] of [
    ["status", "installedCSV"],
    ["spec", "startingCSV"],
  ] as const) {
    const found = csvEvidence(textAt(object, map, key) ?? "", `${objectId(object)} ${map}.${key}`, [distribution]);
    if (found.length) return found;
  }
  return [{ distribution, from: `${objectId(object)} spec.name ${distribution.package}` }];
}

function chartEvidence(chart: OperatorChart, id: string, known: readonly Distribution[]): readonly Evidence[] {
  const distribution = known.find(({ name }) => name === chartOwner().name);
  const release = chartRelease(chart);
  const from = `${id} ${chart.at.join(".")}`;
  return distribution ? [{ distribution, ...(release !== undefined && { release }), from }] : [];
}

/** What OLM v1 has installed says more than what it was asked for. */
function extensionEvidence(
  asked: OperatorExtension,
  object: KubernetesObject,
  known: readonly Distribution[],
): readonly Evidence[] {
  const distribution = known.find((one) => one.package === asked.package);
  const running = textAt(object, "status", "install", "bundle", "version");
  const release = running ?? extensionRelease(asked);
  const said =
    running === undefined
      ? `spec.source.catalog.${release === undefined ? "packageName" : "version"}`
      : "status.install.bundle.version";
  const from = `${objectId(object)} ${said}`;
  return distribution ? [{ distribution, ...(release !== undefined && { release }), from }] : [];
}

/** The community's operator as a plain Deployment: its image is called by its release. A copy elsewhere may be called as somebody likes. */
function imageEvidence(object: KubernetesObject, known: readonly Distribution[]): readonly Evidence[] {
  const release = imageRelease(object);
  const distribution = known.find(({ name }) => name === chartOwner().name);
  return distribution && release !== undefined ? [{ distribution, release, from: `${objectId(object)} image` }] : [];
}

/** The release of the community's operator that a Deployment runs. */
export function imageRelease(object: KubernetesObject): string | undefined {
  const images = listAt(object, "spec", "template", "spec", "containers").flatMap((one) => textAt(one, "image") ?? []);
  return images.flatMap(
    (image) => /^quay\.io\/sail-dev\/sail-operator:v?(\d+\.\d+\.\d+)(@|$)/.exec(image)?.[1] ?? [],
  )[0];
}

/** `servicemeshoperator3.v3.1.2`. */
function csvEvidence(csv: string, from: string, known: readonly Distribution[]): readonly Evidence[] {
  const distribution = known.find((one) => csv.startsWith(`${one.package}.v`));
  return distribution ? [{ distribution, release: csv.slice(distribution.package.length + 2), from }] : [];
}
