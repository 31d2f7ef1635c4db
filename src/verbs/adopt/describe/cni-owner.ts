import { compareVersions, isExactVersion } from "../../../catalog/version";
import { objectId } from "../../../mesh/mesh";
import type { MeshSpecInput } from "../../../mesh/schema";
import { textAt } from "../../../objects/object-paths";
import type { Found } from "../input/found";
import { isOfIngressOperator } from "../inventory/choose-istio";
import type { Inventory } from "../inventory/inventory";
import { withoutForeign } from "../inventory/other-istios";
import { defaultNamespaces, podNamespace } from "../inventory/sail-parts";
import { guessDataPlane } from "./data-plane";

/**
 * Whether the IstioCNI of the cluster is in the mesh.yaml of another mesh: a live folder of ours says so, or there are several meshes, and one of them owns it. That is
 * the ambient one, whose ZTunnel moves after it, else the first by name of those that are not older than it, as no mesh may have a CNI ahead of its control plane:
 * whichever is adopted, it is the same one.
 */
export function isCniElsewhere(all: Inventory, istio: Found, ambient: boolean): boolean {
  if (ambient) return false;
  if (leavesIt(all, istio)) return true;
  const meshes = all.istios.filter(({ object }) => !isOfIngressOperator(object));
  if (all.cnis.length === 0 || !meshes.includes(istio)) return false;
  const owners = meshes
    .filter((one) => !leavesIt(all, one))
    .sort((a, b) => (a.object.metadata.name < b.object.metadata.name ? -1 : 1));
  const owner =
    owners.find((one) => one !== istio && isAmbient(all, one)) ??
    owners.find((one) => !isBehind(one, all.cnis)) ??
    owners[0];
  return owner !== istio;
}

function isBehind(istio: Found, cnis: readonly Found[]): boolean {
  const version = exactVersion(istio);
  return cnis.some((one) => {
    const theirs = exactVersion(one);
    return version !== undefined && theirs !== undefined && compareVersions(version, theirs) < 0;
  });
}

function exactVersion({ object }: Found): string | undefined {
  const version = textAt(object, "spec", "version") ?? "";
  return isExactVersion(version) ? version : undefined;
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
  const older = elsewhere ? [] : meshes.filter((one) => isBehind(one, cnis));
  const ids = older.map((one) => `${objectId(one.object)} at ${textAt(one.object, "spec", "version")}`).join(" and ");
  const order =
    older.length === 0 ? "" : `; ${ids} takes it one minor ahead at most, and moves before a row here takes it further`;
  return [`${objectId(cni.object)} serves all of them: ${whose}${order}`];
}

/** What mesh.yaml says of one that is elsewhere. */
export function externalCni(cni: Found | undefined): Pick<MeshSpecInput, "cni"> {
  return { cni: { ownership: "external", namespace: podNamespace(cni, defaultNamespaces.cni) } };
}
