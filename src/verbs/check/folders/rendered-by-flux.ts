import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt } from "../../../objects/object-paths";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { Readings } from "../../../repository/readers/readings";
import { about } from "../../../rules/rule";

/** Kustomizations of Flux that read a folder whose kustomization renders charts (KUS001): its controller has no Helm for that, and builds nothing. */
export function renderedByFlux(built: readonly Building[], { readers }: Readings): readonly Finding[] {
  return readers.flatMap(({ by, name, folders }) => {
    if (kindOf(by.object) !== "kustomize.toolkit.fluxcd.io/Kustomization") return [];
    const reached = built.flatMap((one) => (folders.includes(one.file.folder) ? one.reached : []));
    const rendering = reached.find(({ source }) =>
      ["helmCharts", "helmChartInflationGenerator"].some((key) => listAt(source.value, key).length > 0),
    );
    if (!rendering) return [];
    return [
      about("KUS001", by, {
        at: ["spec", "path"],
        citation: "Flux, FAQ: https://fluxcd.io/flux/faq/",
        message: `${name} reads ${textAt(by.object, "spec", "path") ?? "."}, and ${rendering.shown} renders charts there: Flux gives kustomize no Helm, and the build fails`,
        hint: "Install the chart by a HelmRelease, or commit what it renders.",
      }),
    ];
  });
}
