import type { MeshPath } from "../../findings/finding";
import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { writtenVersion } from "../../rules/charts/chart-versions";
import type { ChartName, MeshChart } from "../../rules/charts/mesh-chart";
import { releaseName, releaseNamespace } from "../../rules/charts/release-name";
import { applicationSpec, isPatched, sourcesIn } from "../../rules/engines/application-sources";
import { destinationOf } from "../../rules/engines/destinations";
import { isOpen } from "../../rules/engines/set-templates";
import { writtenApplications } from "../engine-reads/applications";
import { chartSpec } from "../engine-reads/paths";
import type { FileObject } from "../objects/file-object";
import { namesOperator } from "../objects/operator-evidence";
import { isSail } from "../objects/read-objects";
import { istioChartName } from "./chart-sources";
import { argoValues, fluxValues } from "./chart-values";

/** Whether an object is a part of a mesh: one of the Sail Operator's kinds, or what has a chart of Istio installed. */
export function isPart(one: FileObject): boolean {
  return isSail(one) || engineCharts([one]).length > 0;
}

/** What tells the mesh of one cluster from that of another: a part of it, or what says which operator it has. */
export function isPartOrOperator(one: FileObject): boolean {
  return isPart(one) || namesOperator(one);
}

/** The charts of Istio that HelmReleases of Flux and Applications of Argo CD install. */
export function engineCharts(objects: readonly FileObject[]): readonly MeshChart[] {
  return objects.flatMap((one) => {
    const spec = applicationSpec(one.object);
    const made = kindOf(one.object) === "argoproj.io/ApplicationSet" ? writtenApplications(one) : undefined;
    if (made) return made.flatMap((each) => argoCharts(each, ["spec"], one));
    if (spec) return argoCharts(one, spec);
    return kindOf(one.object) === "helm.toolkit.fluxcd.io/HelmRelease" ? fluxChart(one, objects) : [];
  });
}

/** @param by what stands in Git, where that is a set which makes the Application */
function argoCharts(one: FileObject, spec: MeshPath, by = one): readonly MeshChart[] {
  const { object } = one;
  const sources = sourcesIn(object, spec);
  // Where both are written, Argo CD reads the list.
  return (sources.length > 1 ? sources.slice(1) : sources).flatMap((source): MeshChart[] => {
    const chart = istioChartName(textAt(object, ...source, "chart"), textAt(object, ...source, "repoURL"));
    // A text of templates may say another one.
    if (!chart || isPatched(object, "source", "sources", "chart", "targetRevision")) return [];
    const values = isPatched(object, "helm", "values", "valuesObject", "parameters")
      ? undefined
      : argoValues(one, source);
    const name = textAt(object, ...source, "helm", "releaseName") ?? textAt(object, ...nameIn(object));
    const own = valueAt(object, ...source, "helm", "valuesObject");
    return [
      {
        chart,
        one,
        by,
        versionIn: one,
        at: [...source, "targetRevision"],
        version: writtenVersion(valueAt(object, ...source, "targetRevision")),
        from: textAt(object, ...source, "repoURL") ?? "",
        release: name,
        namespace:
          textAt(object, ...source, "helm", "namespace") ?? textAt(object, ...spec, "destination", "namespace"),
        cluster: destination(object, spec),
        values,
        ...(own !== undefined && { valuesAt: [...source, "helm", "valuesObject"] }),
      },
    ];
  });
}

function nameIn({ kind }: KubernetesObject): MeshPath {
  return kind === "ApplicationSet" ? ["spec", "template", "metadata", "name"] : ["metadata", "name"];
}

/** What is filled in by generators is one cluster where these are the same. */
function destination(object: KubernetesObject, spec: MeshPath): string {
  const text = destinationOf(object, spec);
  return isOpen(text) ? `${text} ${JSON.stringify(valueAt(object, "spec", "generators"))}` : text;
}

function fluxChart(one: FileObject, objects: readonly FileObject[]): readonly MeshChart[] {
  const { object } = one;
  const written = chartOfRelease(one, objects);
  if (!written) return [];
  const isRepository = listAt(object, ...chartSpec, "valuesFiles").length === 0;
  const isPlain = valueAt(object, "spec", "postRenderers") === undefined;
  return [
    {
      ...written,
      one,
      by: one,
      release: releaseName(object),
      namespace: releaseNamespace(object),
      cluster: textAt(object, "spec", "kubeConfig", "secretRef", "name") ?? "",
      values: isRepository && isPlain ? fluxValues(one, objects) : undefined,
      valuesAt: ["spec", "values"],
    },
  ];
}

type Written = Pick<MeshChart, "chart" | "versionIn" | "at" | "version" | "from">;

function chartOfRelease(one: FileObject, objects: readonly FileObject[]): Written | undefined {
  const { object } = one;
  if (textAt(object, "spec", "chartRef", "kind") === "OCIRepository") return fromRegistry(one, objects);
  const source = (key: string) => textAt(object, ...chartSpec, "sourceRef", key);
  if (source("kind") !== undefined && source("kind") !== "HelmRepository") return undefined;
  const repositories = named(
    objects,
    "HelmRepository",
    source("name"),
    source("namespace") ?? object.metadata.namespace,
  );
  const urls = new Set(repositories.map((it) => textAt(it.object, "spec", "url") ?? ""));
  const [url] = urls;
  const from = urls.size === 1 && url !== undefined ? url : (source("name") ?? "");
  const chart: ChartName | undefined = istioChartName(textAt(object, ...chartSpec, "chart"), from);
  const at = [...chartSpec, "version"];
  return chart && { chart, versionIn: one, at, version: writtenVersion(valueAt(object, ...at)), from };
}

/** What is there by its digest is fixed, and nobody can read its version; nor where two are called the same. */
function fromRegistry(one: FileObject, objects: readonly FileObject[]): Written | undefined {
  const { object } = one;
  const ref = (key: string) => textAt(object, "spec", "chartRef", key);
  const [found, second] = nearestOf(
    one,
    named(objects, "OCIRepository", ref("name"), ref("namespace") ?? object.metadata.namespace),
  );
  const chart = found && istioChartName(undefined, textAt(found.object, "spec", "url"));
  if (!found || second || !chart || textAt(found.object, "spec", "ref", "digest") !== undefined) return undefined;
  const key = textAt(found.object, "spec", "ref", "semver") === undefined ? "tag" : "semver";
  const at = ["spec", "ref", key];
  const url = textAt(found.object, "spec", "url") ?? "";
  return {
    chart,
    versionIn: found,
    at,
    version: writtenVersion(valueAt(found.object, ...at)),
    from: url.slice(0, url.lastIndexOf("/")),
  };
}

/** Where several clusters have one of that name: the one of the same file. */
function nearestOf({ file }: FileObject, found: readonly FileObject[]): readonly FileObject[] {
  const own = found.filter((it) => it.file === file);
  return own.length > 0 ? own : found;
}

/** Sources of Flux by kind and name. */
function named(
  objects: readonly FileObject[],
  kind: string,
  name: string | undefined,
  namespace: string | undefined,
): readonly FileObject[] {
  return objects.filter(
    ({ object }) =>
      kindOf(object) === `source.toolkit.fluxcd.io/${kind}` &&
      object.metadata.name === name &&
      (object.metadata.namespace ?? namespace) === (namespace ?? object.metadata.namespace),
  );
}
