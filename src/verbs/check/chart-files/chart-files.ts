import { posix } from "node:path";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { istioChartName } from "../../../repository/charts/chart-sources";
import { partOf, wrapperValues } from "../../../repository/charts/chart-values";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { writtenVersion } from "../../../rules/charts/chart-versions";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import { statsAt } from "../../../source/read-text";
import { type ChartFile, readChart } from "./charts-below";
import { type Installed, installersOf } from "./installed-by";
import { renderedCharts } from "./rendered-charts";
import { type Naming, standIn } from "./stand-in";
import { isSwitched, isSwitchedOn } from "./switched-on";

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
  return [...own.flatMap((one) => dependencies(one, objects)), ...renderedCharts(kustomizations)];
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
