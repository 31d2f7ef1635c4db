import { posix } from "node:path";
import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, valueAt } from "../../../objects/object-paths";
import { chartFolder, chartSpec, isFile, rootsOf } from "../../../repository/engine-reads/paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { fileNear, fluxSource, homeOf, homesIn, namedIn } from "../../../repository/readers/named-paths";
import { about } from "../../../rules/rule";

/**
 * Files of values that a HelmRelease of Flux gives to a chart of a repository, and that are not there (DEL011). They are counted from the
 * top of the repository and not from the chart's folder. The repository may be another one: said where the chart is here, or where others
 * find folders of the same source.
 */
export function lostReleaseValues(objects: readonly FileObject[]): readonly Finding[] {
  const releases = objects.flatMap((one) => {
    const chart = kindOf(one.object) === "helm.toolkit.fluxcd.io/HelmRelease" ? chartFolder(one.object) : undefined;
    return chart === undefined ? [] : [{ one, chart }];
  });
  if (releases.length === 0) return [];
  const homes = homesIn(namedIn(objects));
  return releases.flatMap(({ one, chart }) => {
    if (valueAt(one.object, ...chartSpec, "ignoreMissingValuesFiles") === true) return [];
    const from = fluxSource(one.object, chartSpec);
    const roots = rootsOf(one.file).filter(
      (root) => isFile(posix.join(root, chart, "Chart.yaml")) || homes.has(homeOf(from, root)),
    );
    return listAt(one.object, ...chartSpec, "valuesFiles").flatMap((file, index) => {
      if (typeof file !== "string" || file.includes("${") || roots.length === 0) return [];
      const path = posix.normalize(file).replace(/^\/+/, "");
      if (path.startsWith("..") || roots.some((root) => isFile(posix.join(root, path)))) return [];
      const near = roots.map((root) => meantIn(root, chart, path)).find((meant) => meant !== undefined);
      return [
        about("DEL011", one, {
          at: [...chartSpec, "valuesFiles", index],
          message: `${path} is no file of this repository: Flux cannot build the chart`,
          hint: near === undefined ? "It is counted from the top of the source." : `Did you mean ${near}?`,
        }),
      ];
    });
  });
}

function meantIn(root: string, chart: string, path: string): string | undefined {
  const inChart = posix.join(chart, path);
  return isFile(posix.join(root, inChart)) ? inChart : fileNear(root, path);
}
