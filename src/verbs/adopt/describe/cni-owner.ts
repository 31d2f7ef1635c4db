import { objectId } from "../../../mesh/mesh";
import type { MeshSpecInput } from "../../../mesh/schema";
import type { Found } from "../input/found";
import { isOfIngressOperator } from "../inventory/choose-istio";
import type { Inventory } from "../inventory/inventory";
import { withoutForeign } from "../inventory/other-istios";
import { defaultNamespaces, podNamespace } from "../inventory/sail-parts";
import { guessDataPlane } from "./data-plane";

/**
 * Whether the IstioCNI of the cluster is in the mesh.yaml of another mesh: a live folder of ours says so, or there are several meshes, and one of them owns it. That is
 * the ambient one, whose ZTunnel moves after it, else the first by name: whichever is adopted, it is the same one.
 */
export function isCniElsewhere(all: Inventory, istio: Found, ambient: boolean): boolean {
  if (ambient) return false;
  if (leavesIt(all, istio)) return true;
  const meshes = all.istios.filter(({ object }) => !isOfIngressOperator(object));
  if (all.cnis.length === 0 || !meshes.includes(istio)) return false;
  const owners = meshes
    .filter((one) => !leavesIt(all, one))
    .sort((a, b) => (a.object.metadata.name < b.object.metadata.name ? -1 : 1));
  return (owners.find((one) => one !== istio && isAmbient(all, one)) ?? owners[0]) !== istio;
}

/** As its marker says. */
function leavesIt({ leavesCni }: Inventory, istio: Found): boolean {
  return leavesCni.has(podNamespace(istio, defaultNamespaces.controlPlane));
}

function isAmbient(all: Inventory, istio: Found): boolean {
  return guessDataPlane(withoutForeign(all, istio).inventory, istio.object, {}).dataPlane === "ambient";
}

/** Whose it is, where there are several meshes. */
export function sharedCni({ cnis, istios }: Inventory, elsewhere: boolean): readonly string[] {
  const [cni] = cnis;
  const meshes = istios.filter(({ object }) => !isOfIngressOperator(object));
  if (!cni || meshes.length < 2) return [];
  const whose = elsewhere
    ? "another mesh.yaml owns it, and here spec.cni.ownership is external"
    : "this mesh.yaml owns it, and those of the others say spec.cni.ownership: external";
  return [`${objectId(cni.object)} serves all of them: ${whose}`];
}

/** What mesh.yaml says of one that is elsewhere. */
export function externalCni(cni: Found | undefined): Pick<MeshSpecInput, "cni"> {
  return { cni: { ownership: "external", namespace: podNamespace(cni, defaultNamespaces.cni) } };
}
