import { posix } from "node:path";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { istioChartName } from "../../../repository/charts/chart-sources";
import { partOf, wrapperValues } from "../../../repository/charts/chart-values";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { writtenVersion } from "../../../rules/charts/chart-versions";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import { statsAt } from "../../../source/read-text";
import type { YamlSource } from "../../../source/yaml-source";
import { type ChartFile, readChart } from "./charts-below";
import { installedBy } from "./installed-by";
import { isSwitched, isSwitchedOn } from "./switched-on";

/** A file that has charts of others, as Chart.yaml and kustomizations do. */
interface Naming {
  /** Absolute path. */
  readonly file: string;
  readonly shown: string;
  readonly source: YamlSource;
}

/** Istio's charts that no object of an engine names: what a chart of one's own brings along, and what kustomize renders. */
export function fileCharts(
  charts: readonly ChartFile[],
  kustomizations: readonly KustomizationFile[],
  objects: readonly FileObject[] = [],
): readonly MeshChart[] {
  const own = charts.flatMap(({ file, shown }) => {
    const source = readChart(file, shown);
    return source ? [{ file, shown, source }] : [];
  });
  return [...own.flatMap((one) => dependencies(one, objects)), ...kustomizations.flatMap(rendered)];
}

function dependencies({ file, shown, source }: Naming, objects: readonly FileObject[]): readonly MeshChart[] {
  const one = standIn("Chart", textAt(source.value, "name") ?? shown, { file, shown, source });
  const locked = lockedVersions(posix.dirname(file));
  const nobody = { by: one, cluster: file, release: undefined, namespace: undefined, given: undefined };
  const { given, ...installed } = installedBy(posix.dirname(file), objects) ?? nobody;
  const values = given && wrapperValues(file, shown, given);
  const all = listAt(source.value, "dependencies").map((dependency, index) => ({
    dependency,
    index,
    isOn: values ? isSwitchedOn(dependency, values) : isSwitched(dependency) ? undefined : true,
  }));
  // A part that may be left out may be what the others are judged by.
  if (all.some(({ isOn }) => isOn === undefined)) return [];
  return all.flatMap(({ dependency, index, isOn }): MeshChart[] => {
    const from = textAt(dependency, "repository") ?? "";
    const chart = istioChartName(textAt(dependency, "name"), from);
    if (!chart || !isOn || from === "" || from.startsWith("file:")) return [];
    return [
      {
        ...installed,
        chart,
        one,
        versionIn: one,
        at: ["dependencies", index, "version"],
        version: locked.get(textAt(dependency, "name") ?? "") ?? writtenVersion(valueAt(dependency, "version")),
        from,
        values: values?.map((it) => partOf(it, textAt(dependency, "alias") ?? chart)),
      },
    ];
  });
}

/** Helm takes what the lock beside a chart names, whatever range the chart itself has. */
export function lockedVersions(folder: string): ReadonlyMap<string, string> {
  const file = posix.join(folder, "Chart.lock");
  const lock = statsAt(file)?.isFile() ? readChart(file, file) : undefined;
  return new Map(
    listAt(lock?.value, "dependencies").flatMap((one) => {
      const [name, version] = [textAt(one, "name"), writtenVersion(valueAt(one, "version"))];
      return name === undefined || version === undefined ? [] : [[name, version] as const];
    }),
  );
}

function rendered({ folder, shown, source }: KustomizationFile): readonly MeshChart[] {
  const file = posix.join(folder, posix.basename(shown));
  const one = standIn("Kustomization", posix.basename(folder), { file, shown, source });
  return listAt(source.value, "helmCharts").flatMap((entry, index): MeshChart[] => {
    const from = textAt(entry, "repo") ?? "";
    const chart = istioChartName(textAt(entry, "name"), from);
    if (!chart || from === "") return [];
    const at = ["helmCharts", index];
    const inline = [...at, "valuesInline"];
    const isWhole = valueAt(entry, "valuesFile") === undefined && listAt(entry, "additionalValuesFiles").length === 0;
    const values = { value: valueAt(entry, "valuesInline"), locate: source.locate };
    return [
      {
        chart,
        one,
        by: one,
        versionIn: one,
        at: [...at, "version"],
        version: writtenVersion(valueAt(entry, "version")),
        from,
        release: textAt(entry, "releaseName"),
        namespace: textAt(entry, "namespace") ?? textAt(source.value, "namespace"),
        cluster: "",
        values: isWhole ? [{ ...values, locate: (path) => source.locate([...inline, ...path]) }] : undefined,
      },
    ];
  });
}

/** Neither is an object of Kubernetes; rules ask of one for its place and its name. */
function standIn(kind: string, name: string, { file, shown, source }: Naming): FileObject {
  return {
    object: { apiVersion: "v2", kind, metadata: { name } },
    file,
    shown,
    assumed: true,
    locate: source.locate,
  };
}
