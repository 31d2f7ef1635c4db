import { isDefaultRevision, istiodName, revisionName } from "../catalog/revisions";
import type { Mesh } from "./mesh";

/** `istio.io/rev` of what belongs to a revision; undefined where leaving it out means the same. */
export function revisionLabel(revision: string): string | undefined {
  return isDefaultRevision(revision) ? undefined : revision;
}

/** Whether every version of the control plane is a revision of its own. */
export function isRevisionBased({ controlPlane }: Pick<Mesh, "controlPlane">): boolean {
  return controlPlane.updateStrategy === "RevisionBased";
}

/** How the control plane is replaced, whether an upgrade is under way or not. */
export function strategyOf(mesh: Pick<Mesh, "controlPlane">): "InPlace" | "RevisionBased" {
  return isRevisionBased(mesh) ? "RevisionBased" : "InPlace";
}

/** The revision that the Istio object asks for: under InPlace it is called like that. */
export function activeRevision({ controlPlane, version, revisions }: Mesh): string {
  if (!isRevisionBased({ controlPlane })) return controlPlane.name;
  return revisions?.active ?? revisionName(controlPlane.name, version);
}

/** The revision that a namespace asks for, by its label or its tag. */
export function revisionFor(mesh: Mesh, namespace: string): string {
  return mesh.revisions?.of[namespace] ?? activeRevision(mesh);
}

/** Where proxies reach istiod, as the charts build it: `istiod-prod.mesh-prod.svc:15012`. */
export function istiodAddress({ controlPlane: { name, namespace } }: Pick<Mesh, "controlPlane">): string {
  return `${istiodName(name)}.${namespace}.svc:15012`;
}

/** `istiod.istio-system.svc` of `https://istiod.istio-system.svc:15012`. */
export function hostOf(address: string): string {
  return address.replace(/^[a-z]+:\/\//, "").replace(/[:/].*$/, "");
}
