import { fitsWildcard } from "../../../../basics/wildcard";
import { orElse } from "../../../../findings/or-else";
import { apiGroup, type KubernetesObject, kindOf } from "../../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../../objects/object-paths";
import { releaseNamespace } from "../../../../rules/charts/release-name";
import { sourcesIn } from "../../../../rules/engines/application-sources";
import { labelsOf } from "../../../../rules/objects";

/** The ConfigMaps from which an Argo CD reads what it does; they stand where it runs. */
export const argoConfigs: readonly string[] = ["argocd-cm", "argocd-cmd-params-cm"];

/** What may hold one of them. */
export const mayBeSetting = /\bargocd-cm|\bAppProject\b|\bArgoCD\b|argoproj\.io\/secret-type/;

/** Whether an object says how an Argo CD is set up: where it runs, by what it knows its objects, which projects and clusters it has. */
export function isArgoSetting(object: KubernetesObject): boolean {
  switch (kindOf(object)) {
    case "/ConfigMap":
      return argoConfigs.includes(object.metadata.name);
    case "/Secret":
      return labelsOf(object)["argocd.argoproj.io/secret-type"] === "cluster";
    default:
      return apiGroup(object) === "argoproj.io" && ["AppProject", "ArgoCD"].includes(object.kind);
  }
}

/** Whether one of them says that its Argo CD takes Applications from a namespace. */
export function takesFrom(object: KubernetesObject, namespace: string): boolean {
  const found =
    kindOf(object) === "/ConfigMap"
      ? (textAt(object, "data", "application.namespaces") ?? "").split(",")
      : apiGroup(object) === "argoproj.io" && ["AppProject", "ArgoCD"].includes(object.kind)
        ? listAt(object, "spec", "sourceNamespaces").map(String)
        : namespacesInValues(object);
  return found.some((pattern) => fits(pattern.trim(), namespace));
}

/** What values of the chart of Argo CD, which an Application or a HelmRelease installs, say of it. */
function namespacesInValues(object: KubernetesObject): readonly string[] {
  const [, text = ""] = /application\.namespaces[\\"']*\s*:\s*[\\"']*([^\\"'\n]+)/.exec(JSON.stringify(object)) ?? [];
  return text.split(",");
}

/** With stars, or as a regular expression between slashes. */
function fits(pattern: string, namespace: string): boolean {
  const [, source] = /^\/(.+)\/$/.exec(pattern) ?? [];
  return source === undefined
    ? fitsWildcard(pattern, namespace)
    : orElse(false, () => new RegExp(source).test(namespace));
}

/** Where the Argo CD is installed whose chart an Application or a HelmRelease brings. */
export function installedArgo(object: KubernetesObject): string | undefined {
  switch (kindOf(object)) {
    case "argoproj.io/Application": {
      const isChart = sourcesIn(object).some((at) => textAt(object, ...at, "chart") === "argo-cd");
      return isChart ? textAt(object, "spec", "destination", "namespace") : undefined;
    }
    case "helm.toolkit.fluxcd.io/HelmRelease":
      return textAt(object, "spec", "chart", "spec", "chart") === "argo-cd" ? releaseNamespace(object) : undefined;
    default:
      return undefined;
  }
}

/** The API servers of clusters by the names that Argo CD has for them. What is encrypted says nothing. */
export function clusterServers(objects: readonly KubernetesObject[]): ReadonlyMap<string, string> {
  return new Map(
    objects.flatMap((one) => {
      if (!isArgoSetting(one) || kindOf(one) !== "/Secret") return [];
      const [name, server] = ["name", "server"].map((key) => secretText(one, key));
      return name && server && /^https?:/.test(server) ? [[name, server] as const] : [];
    }),
  );
}

function secretText(secret: KubernetesObject, key: string): string | undefined {
  const coded = valueAt(secret, "data", key);
  return textAt(secret, "stringData", key) ?? (typeof coded === "string" ? decoded(coded) : undefined);
}

function decoded(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}
