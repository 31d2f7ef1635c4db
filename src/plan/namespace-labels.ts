import { sha256 } from "../basics/sha256";
import { labelledNamespaces, meshLabels } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { canonicalJson } from "../objects/canonical-json";
import type { MeshState } from "./state";

/**
 * 16 digits of the sha256 of the labels that a phase leaves on Namespaces. A Job sets those of shared ones, and their owner those of external ones: no
 * manifest of a mesh at rest shows them, so the marker says which they are.
 * @param mesh as the phase describes it
 */
export function namespaceLabelsHash(mesh: Mesh, { notYetJoined = [] }: MeshState): string {
  const labelled = labelledNamespaces(mesh)
    .filter(({ name }) => !notYetJoined.includes(name))
    .map((one) => [one.name, meshLabels(mesh, one)] as const)
    .filter(([, labels]) => Object.keys(labels).length > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return sha256(canonicalJson(labelled)).slice(0, 16);
}
