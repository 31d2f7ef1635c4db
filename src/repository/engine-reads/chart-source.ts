import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import { orElse } from "../../findings/or-else";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { readTextFile } from "../../source/read-text";
import { parseYamlDocuments } from "../../source/yaml-source";
import type { FileObject } from "../objects/file-object";
import { nearestTo } from "./nearest";

/** What says which chart a HelmRelease installs: it itself, or the HelmChart that it names. */
export interface ChartSource {
  readonly by: FileObject;
  readonly at: MeshPath;
}

/** A chart by what a registry calls it. */
export interface RegistryChart {
  readonly name: string;
  /** Undefined where it is a range, or is not said. */
  readonly version?: string;
  /** What says it. */
  readonly field: string;
  /** Of a source that is not here: that. */
  readonly lost?: string;
}

const chartSpec = ["spec", "chart", "spec"];

/** @param others sources of Flux, among which that is which it names */
export function chartSource(one: FileObject, others: readonly FileObject[]): ChartSource | undefined {
  const { kind, found } = referred(one, others);
  if (kind === undefined) return { by: one, at: chartSpec };
  return found && kind === "HelmChart" ? { by: found, at: ["spec"] } : undefined;
}

/** The chart of a registry that a HelmRelease installs; undefined for one of a folder. */
export function registryChart(one: FileObject, others: readonly FileObject[]): RegistryChart | undefined {
  const { kind, name = "", found } = referred(one, others);
  const source = chartSource(one, others);
  if (source) {
    const chart = textAt(source.by.object, ...source.at, "chart");
    if (textAt(source.by.object, ...source.at, "sourceRef", "kind") !== "HelmRepository" || !chart) return undefined;
    return named(chart, textAt(source.by.object, ...source.at, "version"), [...source.at, "version"].join("."));
  }
  if (!found || kind !== "OCIRepository") return { name, field: "spec.chartRef", lost: `${kind}/${name}` };
  const url = textAt(found.object, "spec", "url") ?? "";
  const isFixed = textAt(found.object, "spec", "ref", "digest") === undefined;
  return named(posix.basename(url), isFixed ? textAt(found.object, "spec", "ref", "tag") : undefined, "spec.chartRef");
}

export function named(name: string, version: string | undefined, field: string): RegistryChart {
  const isExact = version !== undefined && /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version);
  return { name: posix.basename(name), ...(isExact && { version }), field };
}

/** What `chartRef` names; several clusters may each have one of that name. */
function referred(one: FileObject, others: readonly FileObject[]) {
  const ref = (key: string) => textAt(one.object, "spec", "chartRef", key);
  const kind = ref("kind");
  const home = one.object.metadata.namespace;
  const same = others.filter(
    ({ object }) =>
      kindOf(object) === `source.toolkit.fluxcd.io/${kind}` &&
      object.metadata.name === ref("name") &&
      (object.metadata.namespace ?? home) === (ref("namespace") ?? home),
  );
  const [found, second] = nearestTo(one, same);
  return { kind, name: ref("name"), found: second ? undefined : found };
}

/** The chart of that name among some folders: what is published from here, or was taken from where it is published. */
export function localChart(
  { name, version, field, lost }: RegistryChart,
  charts: readonly string[],
): { readonly folder: string; readonly why?: string } | undefined {
  const same = charts.filter((folder) => textAt(chartFile(folder), "name") === name);
  const [folder, second] = same;
  if (folder === undefined) return undefined;
  if (lost !== undefined) return { folder, why: `${field} names ${lost}, which is not found here` };
  const own = textAt(chartFile(folder), "version");
  if (!second && version !== undefined && own?.replace(/^v/, "") === version.replace(/^v/, "")) return { folder };
  return {
    folder,
    why: `${field} takes chart ${name} of a registry${version === undefined ? "" : ` at ${version}`}, and what stands here ${own === undefined ? "says no version" : `is ${own}`}`,
  };
}

/** What Chart.yaml of a folder says; undefined where it cannot be read. */
export function chartFile(folder: string): unknown {
  const file = posix.join(folder, "Chart.yaml");
  return orElse(undefined, () => parseYamlDocuments(readTextFile(file, file), file)[0]?.value);
}
