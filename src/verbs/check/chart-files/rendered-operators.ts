import { posix } from "node:path";
import { listAt, textAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { operatorChart } from "../../../rules/versions/charts";
import type { YamlSource } from "../../../source/yaml-source";
import { lockedVersions } from "./chart-files";
import { type ChartFile, readChart } from "./charts-below";

const kinds: readonly string[] = ["Kustomization", "Chart"];

/**
 * Kustomizations that render the operator's chart, and charts that bring it along, as objects: no cluster gets one, and they say which release of it runs as a
 * HelmRelease does.
 */
export function renderedOperators(
  kustomizations: readonly KustomizationFile[],
  charts: readonly ChartFile[],
): readonly FileObject[] {
  const rendering = kustomizations.flatMap(({ folder, shown, source }) =>
    listAt(source.value, "helmCharts").length === 0
      ? []
      : asObject(source, "kustomize.config.k8s.io/v1beta1", "Kustomization", {
          file: posix.join(folder, posix.basename(shown)),
          shown,
        }),
  );
  const bringing = charts.flatMap(({ file, shown, folder }) => {
    const source = readChart(file, shown);
    return source ? asObject(locked(source, folder), "helm.sh/v2", "Chart", { file, shown }) : [];
  });
  return [...rendering, ...bringing];
}

/** A chart with the versions that its lock names. */
function locked({ value, locate }: YamlSource, folder: string): Pick<YamlSource, "value" | "locate"> {
  const versions = lockedVersions(folder);
  const dependencies = listAt(value, "dependencies").map((one) => {
    const version = versions.get(textAt(one, "name") ?? "");
    return version === undefined ? one : { ...Object(one), version };
  });
  return { value: { ...Object(value), dependencies }, locate };
}

function asObject(
  { value, locate }: Pick<YamlSource, "value" | "locate">,
  apiVersion: string,
  kind: string,
  place: Pick<FileObject, "file" | "shown">,
): readonly FileObject[] {
  const object = { ...Object(value), apiVersion, kind, metadata: { name: posix.basename(posix.dirname(place.file)) } };
  return operatorChart(object) ? [{ object, ...place, assumed: true, locate }] : [];
}

/** Of several that name different versions, which are of several clusters, nobody knows here which one is the mesh's. */
export function withoutRivals(objects: readonly FileObject[]): readonly FileObject[] {
  const isRendered = ({ object, assumed }: FileObject) => assumed === true && kinds.includes(object.kind);
  const versions = new Set(objects.filter(isRendered).map(({ object }) => operatorChart(object)?.version));
  return versions.size > 1 ? objects.filter((one) => !isRendered(one)) : objects;
}
