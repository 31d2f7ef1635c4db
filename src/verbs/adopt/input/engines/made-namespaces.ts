import { kindOf } from "../../../../objects/kubernetes-object";
import { textAt } from "../../../../objects/object-paths";
import { managedNamespace } from "../../../check/engines/made-objects";
import type { FileObject } from "../../../check/read-objects";

/** A Namespace that stands in no file, and who makes it. */
export interface MadeNamespace {
  readonly namespace: FileObject;
  readonly by: FileObject;
}

/**
 * The Namespaces that Applications make in the cluster of the mesh, with their labels: `managedNamespaceMetadata`.
 * @param applications also those that sets make
 * @param clusters where the Applications go that apply the mesh; none where nobody here does
 */
export function madeNamespaces(
  applications: readonly FileObject[],
  clusters: ReadonlySet<string>,
): readonly MadeNamespace[] {
  return applications.flatMap((by) =>
    (clusters.size > 0 ? clusters : own).has(clusterOf(by))
      ? managedNamespace(by, new Set()).map((namespace) => ({ namespace, by }))
      : [],
  );
}

const own: ReadonlySet<string> = new Set([""]);
const inCluster: readonly string[] = ["", "in-cluster", "https://kubernetes.default.svc"];

/** Where an Application goes, as it is written; empty for the cluster that it is in. */
export function clusterOf({ object }: FileObject): string {
  const address =
    textAt(object, "spec", "destination", "name") || textAt(object, "spec", "destination", "server") || "";
  return kindOf(object) !== "argoproj.io/Application" || inCluster.includes(address) ? "" : address;
}
