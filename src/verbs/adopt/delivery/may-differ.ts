import { firstFew } from "../../../basics/first-few";
import type { MeshPath } from "../../../findings/finding";
import { apiGroup, type KubernetesObject, objectId } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { applicationSpec } from "../../../rules/engines/application-sources";
import { annotationsOf } from "../../../rules/objects";
import type { Applied } from "./applier";

/**
 * Deliveries that say themselves that the cluster may have something else than Git: fields that Argo CD does not compare, what is halted, and what Flux makes
 * once and then leaves alone. The live folder is applied without any of that, and sets what was moved by hand back.
 */
export function mayDiffer(known: readonly Applied[]): readonly string[] {
  return known.flatMap(({ by, from }) => {
    const parts = [...new Set(from.map(({ object }) => object))].filter((one) => apiGroup(one) === "sailoperator.io");
    const said = parts.length === 0 ? [] : [...haltedBy(by), ...ignoredBy(by, parts), ...parts.flatMap(leftAlone)];
    if (said.length === 0) return [];
    return [
      `what runs may be another than what was read, to which the live folder sets it: ${objectId(by)} ${firstFew(said)}; compare first: ${comparing}`,
    ];
  });
}

/** It prints a mesh.yaml of what runs, and writes nothing. */
const comparing =
  "kubectl get istios,istiorevisions,istiorevisiontags,istiocnis,ztunnels,namespaces -A -o yaml | meshstep adopt - -o -";

function haltedBy(by: KubernetesObject): readonly string[] {
  const skip = "argocd.argoproj.io/skip-reconcile";
  const at = by.kind === "ApplicationSet" ? ["spec", "template"] : [];
  const annotations = by.kind === "ApplicationSet" ? valueAt(by, ...at, "metadata", "annotations") : annotationsOf(by);
  if (textAt(annotations, skip) === "true") return [`is halted (${skip})`];
  // A HelmRelease is suspended to be handed over, and what Helm installed stays as it is.
  return by.kind === "Kustomization" && valueAt(by, "spec", "suspend") === true ? ["is halted (spec.suspend)"] : [];
}

function ignoredBy(by: KubernetesObject, parts: readonly KubernetesObject[]): readonly string[] {
  const spec: MeshPath | undefined = applicationSpec(by);
  if (!spec) return [];
  return listAt(by, ...spec, "ignoreDifferences").flatMap((entry) => {
    const fits = (key: string, value: string) => [value, "*", undefined].includes(textAt(entry, key));
    const of = parts.filter(
      (one) => fits("group", apiGroup(one)) && fits("kind", one.kind) && fits("name", one.metadata.name),
    );
    const fields = ["jsonPointers", "jqPathExpressions"]
      .flatMap((key) => listAt(entry, key).map(String))
      .filter((one) => /^[./]spec\b/.test(one));
    const managers = listAt(entry, "managedFieldsManagers").map((one) => `what ${one} set`);
    const what = [...fields, ...managers];
    return of.length > 0 && what.length > 0
      ? [`does not compare ${what.join(", ")} of ${of.map(objectId).join(", ")} (ignoreDifferences)`]
      : [];
  });
}

/** What Flux reads of an object as it stands in Git. */
function leftAlone(one: KubernetesObject): readonly string[] {
  const annotations = annotationsOf(one);
  const [ssa, reconcile] = ["ssa", "reconcile"].map((key) => `kustomize.toolkit.fluxcd.io/${key}`);
  const words = [
    [ssa, ["IfNotPresent", "Ignore"]],
    [reconcile, ["disabled"]],
  ] as const;
  return words.flatMap(([key = "", values]) => {
    const value = textAt(annotations, key);
    return value !== undefined && (values as readonly string[]).includes(value)
      ? [`leaves ${objectId(one)} alone (${key}: ${value})`]
      : [];
  });
}
