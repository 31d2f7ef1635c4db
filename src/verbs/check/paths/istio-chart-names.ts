import type { Finding, MeshPath } from "../../../findings/finding";
import { finding } from "../../../findings/finding";
import { kindOf, objectId } from "../../../objects/kubernetes-object";
import { listAt, textAt } from "../../../objects/object-paths";
import { chartSpec } from "../../../repository/engine-reads/paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { chartNames } from "../../../rules/charts/mesh-chart";
import { applicationSpec, sourcesIn } from "../../../rules/engines/application-sources";
import { slipOf } from "../../../rules/slips";
import type { YamlSource } from "../../../source/yaml-source";
import { type ChartFile, readChart } from "../chart-files/charts-below";

/** Istio's own repositories of charts; whoever mirrors them with other names has another address. */
const own = /^(https:\/\/istio-release\.storage\.googleapis\.com\/charts|oci:\/\/[\w.:-]+\/istio-release\/charts)\/*$/;

/** Names that people take for those of the charts: what releases, folders of the source and pods are called. */
const others: Readonly<Record<string, (typeof chartNames)[number]>> = {
  discovery: "istiod",
  pilot: "istiod",
  ingressgateway: "gateway",
  egressgateway: "gateway",
};

/** A chart as it is named, and the repository that it is to be in. */
interface Named {
  readonly chart: string | undefined;
  readonly from: string | undefined;
  readonly at: MeshPath;
  readonly what: string;
  readonly locate: YamlSource["locate"] | undefined;
  readonly object?: string;
}

/** Charts of Istio's repository that it does not have, and the one that was meant (DEL011). */
export function strangeCharts(
  objects: readonly FileObject[],
  kustomizations: readonly KustomizationFile[],
  charts: readonly ChartFile[],
): readonly Finding[] {
  const files = [
    ...kustomizations.map(({ source }) => ({ source, list: "helmCharts", from: "repo", what: "kustomize" })),
    ...charts.flatMap(({ file, shown }) => {
      const source = readChart(file, shown);
      return source ? [{ source, list: "dependencies", from: "repository", what: "Helm" }] : [];
    }),
  ].flatMap(({ source, list, from, what }) =>
    listAt(source.value, list).map((entry, index): Named => {
      const at = [list, index, "name"];
      return { chart: textAt(entry, "name"), from: textAt(entry, from), at, what, locate: source.locate };
    }),
  );
  return [...objects.flatMap((one) => ofEngine(one, objects)), ...files].flatMap(strange);
}

function strange({ chart, from, at, what, locate, object }: Named): readonly Finding[] {
  const meant = chart !== undefined && own.test(from ?? "") ? meantBy(chart) : undefined;
  if (meant === undefined) return [];
  const place = locate?.(at);
  return [
    finding("DEL011", {
      ...(object !== undefined && { object }),
      ...(place && { place }),
      citation: "Istio, Install with Helm: https://istio.io/latest/docs/setup/install/helm/",
      message: `Istio's repository has no chart ${chart}: ${what} finds nothing to install`,
      hint: `Did you mean ${meant}?`,
    }),
  ];
}

function meantBy(chart: string): string | undefined {
  if (chartNames.some((name) => name === chart)) return undefined;
  const bare = chart.replace(/^istio[-_]/, "").replace(/[-_]chart$/, "");
  const named = chartNames.find((name) => name === bare);
  return named ?? others[bare] ?? slipOf(chart, chartNames);
}

function ofEngine(one: FileObject, all: readonly FileObject[]): readonly Named[] {
  const { object, locate } = one;
  const of = { locate, object: objectId(object) };
  const spec = applicationSpec(object);
  if (spec) {
    return sourcesIn(object, spec).map((source) => {
      const at = [...source, "chart"];
      return { ...of, chart: textAt(object, ...at), from: textAt(object, ...source, "repoURL"), at, what: "Argo CD" };
    });
  }
  switch (kindOf(object)) {
    case "helm.toolkit.fluxcd.io/HelmRelease": {
      const at = [...chartSpec, "chart"];
      return [{ ...of, chart: textAt(object, ...at), from: repositoryOf(one, all), at, what: "Flux" }];
    }
    case "source.toolkit.fluxcd.io/OCIRepository": {
      const at = ["spec", "url"];
      const [, from, chart] = /^(.*)\/([^/]+)\/*$/.exec(textAt(object, ...at) ?? "") ?? [];
      return [{ ...of, chart, from, at, what: "Flux" }];
    }
    default:
      return [];
  }
}

/** The address of the HelmRepository that a HelmRelease names; several of one name are one where they have one address. */
function repositoryOf({ object }: FileObject, all: readonly FileObject[]): string | undefined {
  const ref = (key: string) => textAt(object, ...chartSpec, "sourceRef", key);
  const home = ref("namespace") ?? object.metadata.namespace;
  const urls = all.flatMap((one) =>
    kindOf(one.object) === "source.toolkit.fluxcd.io/HelmRepository" &&
    one.object.metadata.name === ref("name") &&
    (one.object.metadata.namespace ?? home) === (home ?? one.object.metadata.namespace)
      ? [textAt(one.object, "spec", "url")]
      : [],
  );
  return ref("kind") === "HelmRepository" && new Set(urls).size === 1 ? urls[0] : undefined;
}
