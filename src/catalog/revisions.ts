import type { KubernetesObject } from "../objects/kubernetes-object";
import { textAt } from "../objects/object-paths";

/** Whether a revision is the one that things belong to which name none: Gateways, namespaces with istio-injection, ztunnel. */
export function isDefaultRevision(revision: string): boolean {
  return revision === "default";
}

/** The name of the IstioRevision that the operator makes under RevisionBased. */
export function revisionName(istio: string, version: string): string {
  return `${istio}-${version.replaceAll(".", "-")}`;
}

/** Whether every version of an Istio is a revision of its own; everything else is InPlace, as the operator reads it. */
export function isRevisionBased(istio: KubernetesObject): boolean {
  return istio.kind === "Istio" && textAt(istio, "spec", "updateStrategy", "type") === "RevisionBased";
}

/** The IstioRevision that the operator makes of an Istio: named as it is under InPlace. */
export function revisionOf(istio: KubernetesObject): string {
  const { name } = istio.metadata;
  return isRevisionBased(istio) ? revisionName(name, textAt(istio, "spec", "version") ?? "") : name;
}

/** The Deployment and the Service of istiod: the chart leaves the suffix out for the revision named `default`. */
export function istiodName(revision: string): string {
  return isDefaultRevision(revision) ? "istiod" : `istiod-${revision}`;
}

/** The Service that the operator makes for a revision tag; its webhook asks the revision itself. */
export function tagServiceName(tag: string): string {
  return `istiod-revision-tag-${tag}`;
}
