import { posix } from "node:path";
import type { MeshPath } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { istioChartName } from "../../../repository/charts/chart-sources";
import { partOf, valuesIn, wrapperValues } from "../../../repository/charts/chart-values";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { writtenVersion } from "../../../rules/charts/chart-versions";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import type { ChartValues } from "../../../rules/charts/values";
import { statsAt } from "../../../source/read-text";
import type { YamlSource } from "../../../source/yaml-source";
import { type ChartFile, readChart } from "./charts-below";
import { type Installed, installersOf } from "./installed-by";
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

/** Of each that installs it; where nobody is seen to, nothing is known of what it is given. */
function dependencies(naming: Naming, objects: readonly FileObject[]): readonly MeshChart[] {
  const { file, shown, source } = naming;
  const one = standIn("Chart", textAt(source.value, "name") ?? shown, naming);
  const nobody = { by: one, cluster: file, release: undefined, namespace: undefined, given: undefined };
  const installers = installersOf(posix.dirname(file), objects);
  return (installers.length > 0 ? installers : [nobody]).flatMap((installed) => brought(naming, one, installed));
}

function brought(
  { file, shown, source }: Naming,
  one: FileObject,
  { given, ...installed }: Installed,
): readonly MeshChart[] {
  const locked = lockedVersions(posix.dirname(file));
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
    const values = renderedValues(entry, { folder, shown, locate: (path) => source.locate([...at, ...path]) });
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
        values: values.includes(undefined) ? undefined : values.flatMap((each) => each ?? []),
      },
    ];
  });
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
