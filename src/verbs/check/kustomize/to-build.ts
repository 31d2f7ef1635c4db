import { commandLine } from "../../../gates/quote";
import { listAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { reach } from "../../../repository/kustomizations/kustomization-files";

/** A kustomization of which nothing is here but itself, and what shows what it becomes. */
export interface ToBuild {
  readonly shown: string;
  /** What it takes from elsewhere: a chart, or an address. */
  readonly from: string;
  readonly command: string;
}

/** The first kustomization that takes charts or bases from elsewhere: until it is built, its folder holds no manifest. */
export function toBuild(files: readonly KustomizationFile[]): ToBuild | undefined {
  const folders = new Map(files.map((one) => [one.folder, one]));
  const below = new Set(files.flatMap((one) => reach(one, folders).slice(1)));
  for (const one of files) {
    const from = reach(one, folders).flatMap(takenFrom);
    const [first] = from;
    if (!first || below.has(one)) continue;
    const folder = one.shown.includes("/") ? one.shown.slice(0, one.shown.lastIndexOf("/")) : ".";
    const command = from.some(({ isChart }) => isChart)
      ? commandLine("kustomize", "build", "--enable-helm", folder)
      : commandLine("kubectl", "kustomize", folder);
    return { shown: one.shown, from: first.what, command };
  }
  return undefined;
}

function takenFrom({ source: { value } }: KustomizationFile) {
  const charts = ["helmCharts", "helmChartInflationGenerator"].flatMap((key) => listAt(value, key));
  const entries = ["resources", "bases", "components"].flatMap((list) => listAt(value, list));
  const remote = entries.filter((entry): entry is string => typeof entry === "string" && isRemote(entry));
  return [
    ...charts.map((chart) => ({
      what: `chart ${String(Object(chart).name ?? Object(chart).chartName ?? "")}`.trim(),
      isChart: true,
    })),
    ...remote.map((what) => ({ what, isChart: false })),
  ];
}

/** As kustomize tells an address from a path. */
function isRemote(entry: string): boolean {
  return /:\/\/|^git@|^(github|gitlab)\.com[/:]|[?&]ref=/.test(entry);
}
