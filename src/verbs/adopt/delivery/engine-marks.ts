import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { annotationsOf, labelsOf } from "../../../rules/objects";

type Engine = "argocd" | "flux";

const marks: readonly (readonly [
  Engine,
  (object: KubernetesObject) => Readonly<Record<string, string>>,
  string,
  string,
])[] = [
  ["argocd", annotationsOf, "argocd.argoproj.io/tracking-id", "Application"],
  ["flux", labelsOf, "kustomize.toolkit.fluxcd.io/name", "Kustomization"],
  ["flux", labelsOf, "helm.toolkit.fluxcd.io/name", "HelmRelease"],
];

/** The engine that applied an object, by the mark that it leaves there. */
export function markedEngine(
  object: KubernetesObject,
): { readonly name: Engine; readonly from: string; readonly by?: string } | undefined {
  const found = marks.find(([, of, key]) => of(object)[key] !== undefined);
  if (!found) return undefined;
  const [name, of, key, kind] = found;
  const by = `${kind} ${of(object)[key]?.split(":")[0]}`;
  return { name, from: `${key} of ${objectId(object)}`, by };
}
