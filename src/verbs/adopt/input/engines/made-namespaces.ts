import { managedNamespace } from "../../../../repository/charts/made-objects";
import type { FileObject } from "../../../../repository/objects/file-object";
import { destinationOf } from "../../../../rules/engines/destinations";
import { isOpen } from "../../../../rules/engines/set-templates";

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
    (clusters.size > 0 ? clusters : own).has(destinationOf(by.object, ["spec"]))
      ? managedNamespace(by, new Set()).flatMap((namespace) =>
          // What a generator fills in from elsewhere has no name here.
          isOpen(JSON.stringify(namespace.object)) ? [] : [{ namespace, by }],
        )
      : [],
  );
}

const own: ReadonlySet<string> = new Set([""]);
