import { minorDistance, minorOf } from "../../catalog/version";
import { activeRevision } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../checks";
import { controlPlaneVersion, type MeshState } from "../state";

/**
 * Before istiod goes up a minor: whoever is connected to it has come to where it stands. The proof knows the namespaces that mesh.yaml speaks of; this asks for
 * those that other repositories, other labels and other people brought.
 */
export function connectedGates(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  const version = controlPlaneVersion(from);
  // Beside another control plane nobody moves by itself, and before the old one goes it is asked who is connected to it.
  if (from.revisions || minorDistance(version, controlPlaneVersion(to)) <= 0) return [];
  const { namespace: istioNamespace } = mesh.controlPlane;
  return [{ check: "connected-proxies", istioNamespace, revision: activeRevision(mesh), minor: minorOf(version) }];
}
