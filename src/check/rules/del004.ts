import { syncOptions } from "../../constructs/protection";
import type { KubernetesObject } from "../../mesh/mesh";
import { annotationsOf, objectsOf, onlyEngine, sailKinds, sailObjects } from "../objects";
import { about, type Rule } from "../rule";

const flux = "kustomize.toolkit.fluxcd.io";

export const del004: Rule = {
  id: "DEL004",
  state: (set) =>
    [...sailObjects(set, sailKinds), ...objectsOf(set, "", "Namespace").filter((one) => !one.assumed)].flatMap(
      (one) => {
        const missing = { argocd: missingForArgo(one.object), flux: missingForFlux(one.object) };
        const said = [missing.argocd, missing.flux].filter((what) => what !== undefined);
        if (said.length === 0) return [];
        const engine = onlyEngine(one.object);
        return [
          about("DEL004", one, {
            at: ["metadata", "annotations"],
            ...(engine && missing[engine] === undefined && { severity: "warning" as const }),
            message: `${one.object.kind} without ${said.join(" and without ")}`,
          }),
        ];
      },
    ),
};

/** `confirm` asks a person first, which protects as well. */
function missingForArgo(object: KubernetesObject): string | undefined {
  const options = syncOptions(annotationsOf(object));
  const open = ["Prune", "Delete"].filter((key) => !["false", "confirm"].includes(options.get(key) ?? ""));
  return open.length ? `${open.map((key) => `${key}=false`).join(",")} for Argo CD` : undefined;
}

/** An object that Flux does not reconcile at all is not pruned either. */
function missingForFlux(object: KubernetesObject): string | undefined {
  const annotations = annotationsOf(object);
  const kept =
    annotations[`${flux}/prune`] === "disabled" ||
    annotations[`${flux}/reconcile`] === "disabled" ||
    annotations[`${flux}/ssa`] === "Ignore";
  return kept ? undefined : `${flux}/prune: disabled for Flux`;
}
