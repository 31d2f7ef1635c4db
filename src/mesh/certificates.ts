import { istiodName } from "../catalog/revisions";
import type { Mesh } from "./mesh";

/** Whether cert-manager's istio-csr signs certificates, that of istiod's own Service among them. */
export function signedByIstioCsr({ certificates }: Pick<Mesh, "certificates">): boolean {
  return certificates === "istio-csr";
}

/** The name by which proxies look for the istiod of a revision, and which its serving certificate has to have. */
export function servingName({ controlPlane }: Pick<Mesh, "controlPlane">, revision: string): string {
  return `${istiodName(revision)}.${controlPlane.namespace}.svc`;
}
