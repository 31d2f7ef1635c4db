import { posix, resolve } from "node:path";
import { distribution as findDistribution } from "../../../../catalog/lookup";
import { distributionNames } from "../../../../catalog/types";
import { orElse } from "../../../../findings/or-else";
import { copiedFrom } from "../../../../repository/objects/adopted-copies";
import { type ChartInstall, chartInstalls, onlyInstall } from "../../../../repository/objects/chart-installs";
import { arePerCluster } from "../../../../repository/objects/cluster-folders";
import { type Evidence, evidenceOf } from "../../../../repository/objects/operator-evidence";
import { type ManifestIo, readManifests } from "../../../../source/manifests";
import { readTextFile } from "../../../../source/read-text";
import { filesAround } from "../../input/engines/around";
import type { Around } from "../../inventory/choices";

/** What names an operator in the tree, and where. */
export interface NearbyOperator extends Evidence {
  /** Absolute. */
  readonly file: string;
  /** Who installs its chart, where it is one. */
  readonly chart?: ChartInstall;
}

const mayName = /\boperators\.coreos\.com\/|\bolm\.operatorframework\.io\/|\bsail-operator\b/;

/** Whatever in the repository around the inputs names an operator, as `check` of the whole of it reads that: few files do, and no other is taken apart. */
export function operatorsAround(inputs: readonly string[], io: ManifestIo): readonly NearbyOperator[] {
  const known = distributionNames.map((name) => findDistribution(name));
  const files = filesAround(inputs, io).filter((file) => {
    const text = orElse("", () => readTextFile(resolve(io.cwd, file), file));
    return mayName.test(text) && copiedFrom(text) === undefined;
  });
  const read = [...readManifests(files, { cwd: io.cwd }, { onSkipped: () => undefined })];
  const charts = chartInstalls(read.map(({ object }) => object));
  return read.flatMap(({ object, file, locate }) =>
    evidenceOf({ object, locate }, known).map((one) => {
      const chart = charts.find((it) => it.chart === object);
      return {
        ...one,
        from: `${one.from}, at ${file}`,
        file: resolve(io.cwd, file),
        ...(chart && { chart: { ...chart, from: `${chart.from}, at ${file}` } }),
      };
    }),
  );
}

/**
 * Whose operator a mesh has, by what stands nearest to it: undefined where that names operators of two vendors. Of two releases neither is taken, and none of what
 * stands in the folder of another cluster.
 */
export function nearestOperator(
  found: readonly NearbyOperator[],
  inputs: readonly string[],
  io: ManifestIo,
): Around | undefined {
  const folders = inputs.filter((one) => one !== "-" && !io.texts?.has(one)).map((one) => resolve(io.cwd, one));
  if (folders.length === 0) return undefined;
  const ours = found.filter(({ file }) => !folders.every((folder) => arePerCluster(file, posix.join(folder, "x"))));
  const depths = ours.map(({ file }) => Math.max(...folders.map((folder) => sharedDepth(file, folder))));
  const nearest = ours.filter((_, index) => depths[index] === Math.max(...depths));
  const [first, ...others] = nearest;
  if (!first || others.some(({ distribution }) => distribution !== first.distribution)) return undefined;
  const said = nearest.filter(({ release }) => release !== undefined);
  const releases = new Set(said.map(({ release }) => release));
  const [{ release, from } = { release: undefined, from: "" }] = said;
  const charts = nearest.map(({ chart }) => chart);
  const chart = charts.every((one) => one !== undefined) ? onlyInstall(charts) : undefined;
  return {
    name: first.distribution.name,
    because: first.from,
    ...(releases.size === 1 && release !== undefined && { release: { version: release, because: from } }),
    ...(chart && { chart }),
  };
}

function sharedDepth(file: string, folder: string): number {
  const [names, others] = [file.split("/"), folder.split("/")];
  const depth = names.findIndex((name, index) => name !== others[index]);
  return depth < 0 ? names.length : depth;
}
