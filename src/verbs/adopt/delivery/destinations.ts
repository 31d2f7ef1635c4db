import type { KubernetesObject } from "../../../mesh/mesh";
import { httpUrl } from "../../../mesh/scalars";
import type { MeshSpecInput } from "../../../mesh/schema";
import { unknownCluster } from "../../../mesh/unknown-cluster";
import { textAt } from "../../../objects/object-paths";
import { isPatched } from "../../../rules/engines/application-sources";
import { isOpen } from "../../../rules/engines/set-templates";

/** `spec.delivery.argocd.destination`; null for the cluster that Argo CD runs in, which mesh.yaml takes without a word. */
export type Destination = NonNullable<NonNullable<MeshSpecInput["delivery"]>["argocd"]>["destination"] | null;

/** A cluster that somebody fills in who is not asked here. */
export const unknownDestination: Destination = { server: unknownCluster };

/** Whether that is the cluster which Argo CD runs in. */
export function isOwnCluster(text: string): boolean {
  return (
    text === "" || text === "in-cluster" || /^https:\/\/kubernetes\.default(\.svc(\.cluster\.local)?)?$/.test(text)
  );
}

/**
 * Where an Application goes, or those of an ApplicationSet.
 * @param fill what its template becomes
 */
export function destinationIn(by: KubernetesObject, fill: (text: string) => string = (text) => text): Destination {
  if (isPatched(by, "destination")) return unknownDestination;
  const at = by.kind === "ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  const key = textAt(by, ...at, "destination", "name") ? "name" : "server";
  const cluster = fill(textAt(by, ...at, "destination", key) ?? "");
  if (isOwnCluster(cluster)) return null;
  if (isOpen(cluster)) return unknownDestination;
  if (key === "name") return { name: cluster };
  return httpUrl.safeParse(cluster).success ? { server: cluster } : unknownDestination;
}

export function isUnknown(destination: Destination | undefined): boolean {
  return destination?.server === unknownCluster;
}
