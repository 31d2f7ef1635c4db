import { posix } from "node:path";
import { listAt } from "../../../objects/object-paths";
import { operatorChart } from "../../../rules/versions/charts";
import type { FileObject } from "../read-objects";
import type { KustomizationFile } from "./file";

/**
 * Kustomizations that render the operator's chart, as objects: no cluster gets one, and they say which release of it runs as a HelmRelease does.
 */
export function renderedOperators(files: readonly KustomizationFile[]): readonly FileObject[] {
  return files.flatMap(({ folder, shown, source }) => {
    if (listAt(source.value, "helmCharts").length === 0) return [];
    const object = {
      ...Object(source.value),
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      metadata: { name: posix.basename(folder) },
    };
    const file = posix.join(folder, posix.basename(shown));
    return operatorChart(object) ? [{ object, file, shown, assumed: true, locate: source.locate }] : [];
  });
}
