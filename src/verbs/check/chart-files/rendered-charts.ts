import { posix } from "node:path";
import type { MeshPath } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { istioChartName } from "../../../repository/charts/chart-sources";
import { valuesIn } from "../../../repository/charts/chart-values";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { reach } from "../../../repository/kustomizations/kustomization-files";
import { writtenVersion } from "../../../rules/charts/chart-versions";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import type { ChartValues } from "../../../rules/charts/values";
import type { YamlSource } from "../../../source/yaml-source";
import { standIn } from "./stand-in";

/** Istio's charts that kustomizations render. */
export function renderedCharts(kustomizations: readonly KustomizationFile[]): readonly MeshChart[] {
  const rendering = kustomizations.filter(({ source }) => listAt(source.value, "helmCharts").length > 0);
  if (rendering.length === 0) return [];
  const namespaceOf = namespaces(kustomizations);
  return rendering.flatMap((one) => rendered(one, namespaceOf));
}

function rendered(kustomization: KustomizationFile, namespaceOf: ReturnType<typeof namespaces>): readonly MeshChart[] {
  const { folder, shown, source } = kustomization;
  const file = posix.join(folder, posix.basename(shown));
  const one = standIn("Kustomization", posix.basename(folder), { file, shown, source });
  return listAt(source.value, "helmCharts").flatMap((entry, index): MeshChart[] => {
    const own = textAt(entry, "repo") ? undefined : vendored(kustomization, textAt(entry, "name") ?? "");
    const from = textAt(entry, "repo") || own?.from || "";
    const chart = istioChartName(textAt(entry, "name"), from);
    if (!chart || from === "") return [];
    const at = ["helmCharts", index];
    const values = renderedValues(entry, { folder, shown, locate: (path) => source.locate([...at, ...path]) });
    return [
      {
        chart,
        one,
        by: one,
        versionIn: one,
        at: [...at, "version"],
        version: own ? own.version : writtenVersion(valueAt(entry, "version")),
        from,
        release: textAt(entry, "releaseName"),
        namespace: namespaceOf(kustomization, entry),
        cluster: "",
        values: values.includes(undefined) ? undefined : values.flatMap((each) => each ?? []),
        ...(valueAt(entry, "valuesInline") !== undefined && { valuesAt: [...at, "valuesInline"] }),
      },
    ];
  });
}

/** Where Istio's charts are released: a copy of one is of the same versions. */
const release = "https://istio-release.storage.googleapis.com/charts";

/** A chart that stands beside its kustomization, by what it says of itself: its version, and a source that tells whose it is. */
function vendored({ folder, source }: KustomizationFile, name: string) {
  const home = textAt(source.value, "helmGlobals", "chartHome") ?? "charts";
  const chart = valuesIn(posix.resolve(folder, home, name, "Chart.yaml"), "Chart.yaml")?.value;
  const isIstios = listAt(chart, "sources").some((one) => /\bistio\.io\b|\/istio\b/.test(String(one)));
  return isIstios ? { from: release, version: writtenVersion(valueAt(chart, "version")) } : undefined;
}

/**
 * Where what a chart becomes is put: the outermost kustomization that sets a namespace writes over the chart's own, which is Helm's default where nothing is
 * written. Undefined where several build it for several namespaces.
 */
function namespaces(kustomizations: readonly KustomizationFile[]) {
  const folders = new Map(kustomizations.map((one) => [one.folder, one]));
  const reached = new Map(kustomizations.map((one) => [one, reach(one, folders)]));
  const isBuiltBy = (one: KustomizationFile, other: KustomizationFile) => reached.get(other)?.includes(one) === true;
  return (one: KustomizationFile, entry: unknown): string | undefined => {
    const around = kustomizations.filter((other) => isBuiltBy(one, other));
    const outer = (some: readonly KustomizationFile[]) =>
      some.filter((it) => !some.some((other) => other !== it && isBuiltBy(it, other)));
    const ways = outer(around).flatMap((top) => {
      const setting = around.filter((it) => isBuiltBy(it, top) && textAt(it.source.value, "namespace") !== undefined);
      const set = outer(setting).map(({ source }) => textAt(source.value, "namespace"));
      return set.length > 0 ? set : [textAt(entry, "namespace") ?? "default"];
    });
    const [namespace, ...others] = new Set(ways);
    return others.length > 0 ? undefined : namespace;
  };
}

/** What kustomize gives to a chart: a file, over which the values beside it win unless it is told otherwise, and further files. */
function renderedValues(
  entry: unknown,
  { folder, shown, locate }: Pick<YamlSource, "locate"> & Pick<KustomizationFile, "folder" | "shown">,
): readonly (ChartValues | undefined)[] {
  const read = (name: string) =>
    valuesIn(posix.resolve(folder, name), posix.normalize(posix.join(posix.dirname(shown), name)));
  const file = textAt(entry, "valuesFile");
  const own = file === undefined ? [] : [read(file)];
  const inline = [
    { value: valueAt(entry, "valuesInline"), locate: (path: MeshPath) => locate(["valuesInline", ...path]) },
  ];
  const merge = valueAt(entry, "valuesInline") === undefined ? "override" : textAt(entry, "valuesMerge");
  const merged = merge === "merge" ? [...inline, ...own] : merge === "replace" ? inline : [...own, ...inline];
  return [...merged, ...listAt(entry, "additionalValuesFiles").map((name) => read(String(name)))];
}
