import { oncePer } from "../../basics/once-per";
import { fitsWildcard } from "../../basics/wildcard";
import { orElse } from "../../findings/or-else";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { parseYamlDocuments } from "../../source/yaml-source";
import { sailKinds } from "../objects";
import type { ManifestSet } from "../rule";

/** The keys of Argo CD's configuration that hold a health check: `resource.customizations.health.sailoperator.io_Istio`. */
const key = /^resource\.customizations\.health\.(.+)_([^_]+)$/;

/**
 * The kinds of Sail (`sailoperator.io/Istio`) of which the manifests give Argo CD a health check: in the ArgoCD of OpenShift GitOps, in its ConfigMap, or in the
 * values of its chart. What such a check asks for is not looked at.
 */
export const ownHealth = oncePer((set: ManifestSet): ReadonlySet<string> => {
  const found = set.objects.flatMap(({ object }) => {
    switch (kindOf(object)) {
      case "argoproj.io/ArgoCD":
        return [
          ...listAt(object, "spec", "resourceHealthChecks").map((one) => [textAt(one, "group"), textAt(one, "kind")]),
          ...keysIn(valueAt(object, "spec", "extraConfig")),
        ];
      case "/ConfigMap":
        return object.metadata.name === "argocd-cm" ? keysIn(valueAt(object, "data")) : [];
      case "helm.toolkit.fluxcd.io/HelmRelease":
        return keysIn(valueAt(object, "spec", "values", "configs", "cm"));
      case "argoproj.io/Application":
        return keysIn(valueAt(object, "spec", "source", "helm", "valuesObject", "configs", "cm"));
      default:
        return [];
    }
  });
  return new Set(sailKinds.map((kind) => `sailoperator.io/${kind}`).filter((one) => found.some((it) => fits(it, one))));
});

type GroupKind = readonly (string | undefined)[];

function keysIn(data: unknown): readonly GroupKind[] {
  const single = Object.keys(Object(data)).flatMap((name) => {
    const [, group, kind] = key.exec(name) ?? [];
    return kind === undefined ? [] : [[group, kind]];
  });
  return [...single, ...inOneMap(textAt(data, "resource.customizations") ?? "")];
}

/** The older form: one text with a map by `GROUP/KIND`. */
function inOneMap(text: string): readonly GroupKind[] {
  const all = orElse(undefined, () => parseYamlDocuments(text, "resource.customizations"))?.[0]?.value;
  return Object.entries(Object(all) as Record<string, unknown>).flatMap(([name, it]) =>
    valueAt(it, "health.lua") === undefined ? [] : [name.split("/")],
  );
}

function fits([group = "", kind = ""]: GroupKind, one: string): boolean {
  const [ownGroup = "", ownKind = ""] = one.split("/");
  return fitsWildcard(group, ownGroup) && fitsWildcard(kind, ownKind);
}
