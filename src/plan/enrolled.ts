import { isEnrolled } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import type { MeshState } from "./state";

/** Namespaces whose pods are in the data plane; those that are still to join are not yet. */
export function enrolledNamespaces(mesh: Mesh, state?: MeshState): readonly string[] {
  return mesh.namespaces
    .filter((namespace) => isEnrolled(mesh, namespace) && !state?.notYetJoined?.includes(namespace.name))
    .map((namespace) => namespace.name);
}
