import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { annotationsOf, labelsOf } from "../../rules/objects";

type Engine = "argocd" | "flux";

const marks: readonly (readonly [Engine, (object: KubernetesObject) => Readonly<Record<string, string>>, string])[] = [
  ["argocd", annotationsOf, "argocd.argoproj.io/tracking-id"],
  ["flux", labelsOf, "kustomize.toolkit.fluxcd.io/name"],
  ["flux", labelsOf, "helm.toolkit.fluxcd.io/name"],
];

/** The engine that applied an object, by the mark that it leaves there. */
export function engineOf(object: KubernetesObject): { readonly name: Engine; readonly from: string } | undefined {
  const found = marks.find(([, of, key]) => of(object)[key] !== undefined);
  return found && { name: found[0], from: `${found[2]} of ${objectId(object)}` };
}
