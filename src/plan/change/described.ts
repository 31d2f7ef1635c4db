import type { Mesh } from "../../mesh/mesh";
import type { MeshNamespace } from "../../mesh/schema";

/** Labels of ours on a Namespace that is somebody else's; `null` takes one off. */
export interface NamespaceLabels {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string | null>>;
}

/** What one phase of a row of changes describes: the mesh somewhere between what it was and what it is to be. */
export interface Described {
  readonly mesh: Mesh;
  /** Namespaces that waypoints let in: those that use one, are about to, or have just left it. */
  readonly users: readonly MeshNamespace[];
  /** Namespaces that are in Git as a whole beside those of the mesh: before they join, and after they have left. */
  readonly namespaces: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  /** Namespaces that nobody can rely on yet: they come into Git later, or in this very phase. */
  readonly absent: readonly string[];
  /** Objects that engines may delete once they are gone from Git, by id. */
  readonly letGo: readonly string[];
  /** Every label that the row touches on Namespaces that are shared, as this phase has it. The same Namespaces in all phases. */
  readonly labels: readonly NamespaceLabels[];
}
