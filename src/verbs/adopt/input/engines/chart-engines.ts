import { posix, resolve } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { canonicalJson } from "../../../../objects/canonical-json";
import { foldersAbove } from "../../../../repository/engine-reads/paths";
import { engineReads } from "../../../../repository/engine-reads/reads";
import { shownIn } from "../../../../source/folder-files";
import type { ManifestIo } from "../../../../source/manifests";
import { templated } from "../charts/chart-build";
import { chartTexts } from "../charts/chart-texts";
import { chartsBelow, partsOfCharts } from "../charts/parts-of-charts";
import type { Built, BuiltText } from "../programs";
import { withValues } from "./build-changed";
import { type EngineObjects, engineObjects, mayBeEngine } from "./engine-objects";
import { keyOf } from "./same-adds";

/** Engines' objects that charts make, and what has to be said of those charts. */
export interface ChartEngines extends EngineObjects {
  readonly notes: readonly string[];
}

/** How often what a chart makes may say how another one is built. */
const deepest = 4;

/**
 * The engines' objects that charts of a repository make: an app of apps is often a chart, and its values say which folders the Applications read, and with which
 * values of theirs.
 * @param folder where the repository begins, as the user would write it
 * @param known those of its files
 * @param inputs what is named: what becomes of charts in there is told where they are read
 */
export function chartEngines(
  folder: string,
  known: EngineObjects,
  inputs: readonly string[],
  io: ManifestIo,
): ChartEngines {
  const parts = new Set(partsOfCharts(folder, io.cwd));
  const charts = chartsBelow(folder, io.cwd).filter((one) => {
    const path = resolve(io.cwd, one);
    return !parts.has(path) && [...chartTexts(path).values()].some((text) => mayBeEngine.test(text));
  });
  let found: EngineObjects & { readonly built: readonly BuiltChart[] } = { engines: [], configs: [], built: [] };
  for (let round = 0; charts.length > 0 && round < deepest; round += 1) {
    const next = builtWith(
      charts,
      { engines: [...known.engines, ...found.engines], configs: [...known.configs, ...found.configs] },
      io,
    );
    const isSame = textsOf(next) === textsOf(found);
    found = next;
    if (isSame) break;
  }
  const starts = inputs.map((one) => `${resolve(io.cwd, one)}/`);
  const outside = found.built.filter(
    ({ chart }) => !starts.some((start) => `${resolve(io.cwd, chart)}/`.startsWith(start)),
  );
  return { ...found, notes: notesOf(outside) };
}

interface BuiltChart {
  readonly chart: string;
  readonly built: readonly Built[];
  /** Whether nobody is seen to install it. */
  readonly isAlone: boolean;
  readonly makesEngines: boolean;
}

function builtWith(charts: readonly string[], { engines, configs }: EngineObjects, io: ManifestIo) {
  const folders = foldersAbove(charts.map((one) => resolve(io.cwd, one)));
  const top = resolve(io.cwd, posix.dirname(charts[0] ?? "."));
  const reads = engineReads(engines, { others: configs, folders, top });
  const each = charts.map((chart) => {
    const path = resolve(io.cwd, chart);
    const ways = new Map(
      reads.flatMap(({ folder, adds }) => (folder === path && adds ? [[keyOf(adds), adds] as const] : [])),
    );
    const built = [...ways.values()].map((adds): Built => {
      if ("why" in adds) return adds;
      return "chart" in adds ? withValues(path, adds.chart, chart) : { why: `${adds.words} changes what it becomes` };
    });
    const isAlone = built.length === 0;
    const all = isAlone ? [templated(chart, io.cwd)] : built;
    const objects = all.flatMap((one) => ("text" in one ? [objectsOf(one, chart, io)] : []));
    const makesEngines = objects.some((one) => one.engines.length > 0);
    return { chart, built: all, isAlone, makesEngines, objects };
  });
  return {
    engines: each.flatMap(({ objects }) => objects.flatMap((one) => one.engines)),
    configs: each.flatMap(({ objects }) => objects.flatMap((one) => one.configs)),
    built: each,
  };
}

function objectsOf({ name, text }: BuiltText, chart: string, io: ManifestIo): EngineObjects {
  const texts = new Map([[name, text]]);
  return engineObjects([name], { inputs: [], folders: new Map([[name, chart]]), io: { ...io, texts } });
}

function textsOf({ engines, configs }: EngineObjects): string {
  return canonicalJson([...engines, ...configs].map(({ object, file }) => [file, object]));
}

function notesOf(all: readonly BuiltChart[]): readonly string[] {
  const lost = all.flatMap(({ chart, built }) =>
    built.flatMap((one) => ("why" in one ? [`${shownIn(chart, "Chart.yaml")} (${one.why})`] : [])),
  );
  const alone = all.filter(({ isAlone, makesEngines }) => isAlone && makesEngines);
  return [
    ...(lost.length > 0
      ? [
          `not read: ${firstFew(lost)}, which makes objects of Argo CD or Flux: what these say of the mesh, values of charts included, is not known here`,
        ]
      : []),
    ...(alone.length > 0
      ? [
          `objects of Argo CD or Flux are read as charts make them with their own values, as nothing here installs these: ${firstFew(alone.map(({ chart }) => shownIn(chart, "Chart.yaml")))}`,
        ]
      : []),
  ];
}
