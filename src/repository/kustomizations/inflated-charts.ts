import { posix } from "node:path";
import { orElse } from "../../findings/or-else";
import { listAt, textAt } from "../../objects/object-paths";
import { readTextFile } from "../../source/read-text";
import { parseYamlDocuments } from "../../source/yaml-source";
import { isChart } from "../engine-reads/paths";

/** A chart that a kustomization has Helm render. */
export interface InflatedChart {
  /** Where kustomize looks for it before it asks a registry, absolute. */
  readonly folder: string;
  readonly isHere: boolean;
}

const generator = "HelmChartInflationGenerator";

/**
 * The charts that a kustomization renders: by its own field, by the older one, or by a generator.
 * @param folder where it stands, absolute
 * @param value what it says
 */
export function inflatedCharts(folder: string, value: unknown): readonly InflatedChart[] {
  const home = textAt(value, "helmGlobals", "chartHome");
  const chart = (name: string | undefined, { version, repo, at = "charts" }: Said): readonly InflatedChart[] => {
    if (name === undefined) return [];
    // What it has fetched once stands in a folder with its version.
    const inside = version !== undefined && repo !== undefined ? `${name}-${version}/${name}` : name;
    const path = posix.resolve(folder, at, inside);
    return [{ folder: path, isHere: isChart(path) }];
  };
  const said = (one: unknown, keys: readonly [string, string]): Said => ({
    version: textAt(one, keys[0]),
    repo: textAt(one, keys[1]),
    at: textAt(one, "chartHome"),
  });
  return [
    ...listAt(value, "helmCharts").flatMap((one) =>
      chart(textAt(one, "name"), { ...said(one, ["version", "repo"]), at: home }),
    ),
    ...listAt(value, "helmChartInflationGenerator").flatMap((one) =>
      chart(textAt(one, "chartName"), said(one, ["chartVersion", "chartRepoUrl"])),
    ),
    ...generatorsIn(folder, value).flatMap((one) => chart(textAt(one, "name"), said(one, ["version", "repo"]))),
  ];
}

interface Said {
  readonly version: string | undefined;
  readonly repo: string | undefined;
  readonly at?: string | undefined;
}

/** Those of charts, which stand in files or in the kustomization itself. */
function generatorsIn(folder: string, value: unknown): readonly unknown[] {
  return listAt(value, "generators").flatMap((entry) => {
    if (typeof entry !== "string") return [];
    const path = posix.resolve(folder, entry);
    const documents = () => parseYamlDocuments(entry.includes("\n") ? entry : readTextFile(path, path), path);
    return orElse([], documents).flatMap((one) => (textAt(one.value, "kind") === generator ? [one.value] : []));
  });
}
