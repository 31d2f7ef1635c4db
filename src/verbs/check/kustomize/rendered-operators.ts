import { posix } from "node:path";
import { listAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { operatorChart } from "../../../rules/versions/charts";

const kind = "Kustomization";

/**
 * Kustomizations that render the operator's chart, as objects: no cluster gets one, and they say which release of it runs as a HelmRelease does.
 */
export function renderedOperators(files: readonly KustomizationFile[]): readonly FileObject[] {
  return files.flatMap(({ folder, shown, source }) => {
    if (listAt(source.value, "helmCharts").length === 0) return [];
    const object = {
      ...Object(source.value),
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind,
      metadata: { name: posix.basename(folder) },
    };
    const file = posix.join(folder, posix.basename(shown));
    return operatorChart(object) ? [{ object, file, shown, assumed: true, locate: source.locate }] : [];
  });
}

/** Of several that name different versions, which are of several clusters, nobody knows here which one is the mesh's. */
export function withoutRivals(objects: readonly FileObject[]): readonly FileObject[] {
  const isRendered = ({ object, assumed }: FileObject) => assumed === true && object.kind === kind;
  const versions = new Set(objects.filter(isRendered).map(({ object }) => operatorChart(object)?.version));
  return versions.size > 1 ? objects.filter((one) => !isRendered(one)) : objects;
}
