import { apiGroup, type KubernetesObject, kindOf } from "../../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../../objects/object-paths";
import { labelsOf } from "../../../../rules/objects";

/** The ConfigMaps from which an Argo CD reads what it does; they stand where it runs. */
const configs: readonly string[] = ["argocd-cm", "argocd-cmd-params-cm"];

/** What may hold one of them. */
export const mayBeSetting = /\bargocd-cm|\bAppProject\b|\bArgoCD\b|argoproj\.io\/secret-type/;

/** Whether an object says how an Argo CD is set up: where it runs, by what it knows its objects, which projects and clusters it has. */
export function isArgoSetting(object: KubernetesObject): boolean {
  switch (kindOf(object)) {
    case "/ConfigMap":
      return configs.includes(object.metadata.name);
    case "/Secret":
      return labelsOf(object)["argocd.argoproj.io/secret-type"] === "cluster";
    default:
      return apiGroup(object) === "argoproj.io" && ["AppProject", "ArgoCD"].includes(object.kind);
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
