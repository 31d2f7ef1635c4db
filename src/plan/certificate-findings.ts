import { type Finding, finding } from "../findings/finding";
import { signedByIstioCsr } from "../mesh/certificates";
import { isRevisionBased } from "../mesh/istiod";
import type { Mesh } from "../mesh/mesh";
import { textAt } from "../objects/object-paths";

const address = ["spec", "controlPlane", "values", "global", "caAddress"] as const;

/** Whether mesh.yaml says by its key what its values say: who signs. */
export function certificateFindings(mesh: Mesh): readonly Finding[] {
  const signer = textAt(mesh.controlPlane.values, "global", "caAddress");
  if (signedByIstioCsr(mesh) && signer === undefined) {
    return [
      finding("REV010", {
        path: ["spec", "certificates"],
        message: "istio-csr is to sign, and values.global.caAddress of the Istio object does not name it: istiod signs",
        hint: 'Set spec.controlPlane.values.global.caAddress (cert-manager-istio-csr.cert-manager.svc:443) and pilot.env.ENABLE_CA_SERVER: "false", or take the key out.',
      }),
    ];
  }
  const isUnsaid = signer !== undefined && /istio-csr/.test(signer) && !signedByIstioCsr(mesh);
  if (!isUnsaid || !isRevisionBased(mesh) || !mesh.upgrade) return [];
  return [
    finding("REV010", {
      path: [...address],
      message: `${signer} signs certificates, and a new revision is unknown to it: its istiod would be refused by its own proxies`,
      hint: "Write spec.certificates: istio-csr: the plan then lists the new revision before it begins, and takes the old one out last.",
    }),
  ];
}
