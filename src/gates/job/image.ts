import type { DistributionName } from "../../catalog/types";
import type { Mesh } from "../../mesh/mesh";

/**
 * Images that hold kubectl 1.32 or newer and run as a user that is a number, or as one that the platform chooses: kubelet refuses others under `runAsNonRoot`, and
 * registry.k8s.io/kubectl is one of those (it names no user). Flux's command-line image brings kubectl and runs as 65534; Red Hat's
 * runs as whatever OpenShift gives it. What kubectl cannot compare takes a shell as well: the one stands on Alpine and the other on RHEL, which have sh, sed, tr and grep.
 */
const images: Readonly<Record<DistributionName, string>> = {
  sail: "ghcr.io/fluxcd/flux-cli:v2.8.3",
  alauda: "ghcr.io/fluxcd/flux-cli:v2.8.3",
  openshift: "registry.redhat.io/openshift4/ose-cli-rhel9:v4.19",
};

/** The image of everything that meshstep runs in the cluster. */
export function gateImage({ distribution, delivery }: Mesh): string {
  return delivery.gates.image ?? images[distribution];
}
