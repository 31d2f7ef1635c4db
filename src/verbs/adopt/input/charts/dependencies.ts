import { posix } from "node:path";
import satisfies from "semver/functions/satisfies";
import validRange from "semver/ranges/valid";
import { orElse } from "../../../../findings/or-else";
import { listAt, textAt } from "../../../../objects/object-paths";
import { chartFile } from "../../../../repository/engine-reads/chart-source";
import { isChart } from "../../../../repository/engine-reads/paths";
import { filesBelow } from "../../../../source/folder-files";
import { readTextFile } from "../../../../source/read-text";
import { parseYamlDocuments } from "../../../../source/yaml-source";

/** A chart that another one takes by its folder (`file://../base`). */
export interface LocalDependency {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
}

/** The charts that one takes by their folders, whether it holds a copy of them or not. */
export function localDependencies(chart: string): readonly LocalDependency[] {
  return dependenciesOf(chart).flatMap((one) => {
    const [, path] = /^file:\/\/(.*)$/.exec(textAt(one, "repository") ?? "") ?? [];
    const folder = path === undefined ? undefined : posix.resolve(chart, path);
    const name = textAt(one, "name");
    return name === undefined || folder === undefined || folder === chart || !isChart(folder) ? [] : [{ name, folder }];
  });
}

/** Those of which it holds none: `helm dependency build` would pack them, and engines do that before they build the chart. */
export function unpackedDependencies(chart: string): readonly LocalDependency[] {
  const held = heldIn(chart);
  return localDependencies(chart).filter(({ name }) => !held.has(name));
}

/** Why one of them cannot be taken as it stands. */
export function whyNotTaken(chart: string, { name, folder }: LocalDependency): string | undefined {
  const range = textAt(
    dependenciesOf(chart).find((one) => textAt(one, "name") === name),
    "version",
  );
  const version = textAt(chartFile(folder), "version");
  // What Helm writes otherwise than npm is left to Helm.
  const isOther =
    range && version && validRange(range) !== null && !satisfies(version, range, { includePrerelease: true });
  if (isOther) return `it takes ${name} at ${range}, and ${posix.relative(chart, folder)} is ${version}`;
  const held = heldIn(folder);
  const missing = dependenciesOf(folder).find((one) => !held.has(textAt(one, "name") ?? ""));
  return missing === undefined
    ? undefined
    : `${posix.relative(chart, folder)} holds no chart ${textAt(missing, "name")}, which it takes itself`;
}

function dependenciesOf(chart: string): readonly unknown[] {
  const own = listAt(chartFile(chart), "dependencies");
  const file = posix.join(chart, "requirements.yaml");
  // Charts of the first API version have a file for them.
  const older = () => listAt(parseYamlDocuments(readTextFile(file, file), file)[0]?.value, "dependencies");
  return own.length > 0 ? own : orElse([], older);
}

/** The names of the charts that one holds, packed ones as well. */
function heldIn(chart: string): ReadonlySet<string> {
  const folder = posix.join(chart, "charts");
  const names = orElse([], () => [...filesBelow(folder, folder, /^Chart\.yaml$|\.tgz$/)]);
  return new Set(
    names.flatMap((name) => {
      const [inside = "", file, ...more] = name.split("/");
      if (file === undefined) return /^(.+?)-v?\d+\.\d+\.\d+.*\.tgz$/.exec(inside)?.[1] ?? [];
      return file === "Chart.yaml" && more.length === 0
        ? (textAt(chartFile(posix.join(folder, inside)), "name") ?? [])
        : [];
    }),
  );
}
