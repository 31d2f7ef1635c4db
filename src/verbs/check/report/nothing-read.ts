import { formatPlace } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { kustomizationFiles } from "../../../repository/kustomizations/kustomization-files";
import { istioChart, rendering, sailChart } from "../../../repository/meshes/other-installs";
import type { ObjectReading } from "../../../repository/objects/read-objects";
import type { ManifestIo } from "../../../source/manifests";
import { fileCharts } from "../chart-files/chart-files";
import { chartsBelow } from "../chart-files/charts-below";
import { toBuild } from "../kustomize/to-build";
import { planning } from "./adoptable";

/** Whether there is nothing to say anything of. */
export function isNothing({ objects, broken, encrypted }: ObjectReading): boolean {
  return objects.length + broken.length + encrypted.length === 0;
}

/**
 * What was read, where there is something of it.
 * @throws InputError otherwise, with what there is instead
 */
export function orRefused(reading: ObjectReading, paths: readonly string[], io: ManifestIo): ObjectReading {
  if (!isNothing(reading) || fileCharts(chartsBelow(paths, io.cwd), kustomizationFiles(paths, io.cwd)).length > 0)
    return reading;
  const { meshFiles } = reading;
  if (meshFiles.length > 0) {
    const what = meshFiles.length === 1 ? "a mesh of meshstep's is" : "meshes of meshstep's are";
    throw InputError.of(`${paths.join(" ")}: no manifest found; ${what} there, which no cluster takes`, {
      hint: `Plan and check what it becomes: ${planning(meshFiles)}`,
    });
  }
  const chart = istioChart(paths, io.cwd) ?? sailChart(reading.unbuilt, io.cwd);
  const template = reading.unbuilt[0]?.place;
  const unbuilt = template ? undefined : toBuild(kustomizationFiles(paths, io.cwd));
  if (unbuilt && chart === undefined) {
    const { shown, from, command } = unbuilt;
    throw InputError.of(`${paths.join(" ")}: no manifest found; ${shown} takes ${from} from elsewhere`, {
      hint: `It has to be built first: ${command} | meshstep check -`,
    });
  }
  throw InputError.of(`${paths.join(" ")}: no manifest found`, {
    hint:
      chart !== undefined
        ? `There is a Helm chart that brings Istio, ${chart}: ${rendering(chart)}`
        : template
          ? `There are templates, the first at ${formatPlace(template)}; fill them in, for example with: helm template … | meshstep check -`
          : "A manifest is a YAML or JSON document with apiVersion and kind.",
  });
}
