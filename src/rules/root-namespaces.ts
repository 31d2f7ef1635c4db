import { oncePer } from "../basics/once-per";
import { textAt } from "../objects/object-paths";
import { chartsOf } from "./charts/chart";
import type { MeshChart } from "./charts/mesh-chart";
import { valueIn } from "./charts/values";
import { podNamespace, sailObjects } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";

const path = ["meshConfig", "rootNamespace"];

/** Where policies for a whole mesh stand: of each control plane its own namespace, unless it says another one. */
export const rootNamespaces = oncePer((set: ManifestSet): readonly string[] => [
  ...sailObjects(set, ["Istio"]).map(rootNamespace),
  ...chartsOf(set, "istiod").flatMap((chart) => rootOfChart(chart) ?? []),
]);

/** The same of one control plane. */
export function rootNamespace(one: CheckedObject): string {
  return textAt(one.object, "spec", "values", ...path) ?? podNamespace(one);
}

function rootOfChart({ values = [], namespace }: MeshChart): string | undefined {
  return textAt(valueIn(values, path).value) ?? namespace;
}
