import type { RuleDoc } from "./doc";

export const platformRules = {
  PLAT001: {
    severity: "error",
    says: "A release or an Istio version on the way does not run on the cluster; a warning where the cluster is newer than what is named, or not described. CRDs of the Gateway API that an istiod does not start with; a warning for those that it passes over.",
    why: "Vendors support each operator release on a window of cluster versions, and Istio each minor on a window of Kubernetes versions. Some rows fit no single cluster version: OpenShift Service Mesh 3.0 ends at OpenShift 4.19, and 3.4 begins at 4.20.",
    fix: "Say spec.platform: the plan then holds each upgrade of the cluster as a phase by hand, where it has to be. A window that meshstep does not know, or has wrong, goes into a file under spec.ledger.",
    citations: [
      "Version tables of Red Hat OpenShift Service Mesh 3 and Alauda Service Mesh 2; Istio's supported Kubernetes versions",
      "Istio, Supported Releases: https://istio.io/latest/docs/releases/supported-releases/",
    ],
  },
  PLAT002: {
    severity: "warning",
    says: "Kiali and the mesh do not go together on the way.",
    why: "Each release is published with one Kiali. Its operator in newer z-streams is ahead of the server: a Kiali object without spec.version is upgraded with the operator, whatever the mesh runs.",
    fix: "Set spec.version of the Kiali object to the server that the message names, and raise it after the mesh.",
    citations: [
      "Kiali, prerequisites: https://kiali.io/docs/installation/installation-guide/prerequisites/",
      "Version tables of Red Hat OpenShift Service Mesh 3 and Alauda Service Mesh 2",
    ],
  },
  PLAT003: {
    severity: "error",
    says: "global.platform is none of the charts', the operator's or the rest of the mesh's, folders of the CNI are another platform's, OVN-Kubernetes keeps the host out of ambient traffic, or Cilium the CNI; a warning where one is moved, Cilium is as its chart is, or pilot.cni.enabled false beside a CNI.",
    why: "The platform decides where the CNI installs itself and which namespace ztunnel is trusted in: with a wrong one pods are not redirected, or the chart is not rendered at all.",
    fix: "Correct it, or leave it out: OpenShift Service Mesh sets openshift by itself.",
    citations: [
      "Istio, Platform-specific prerequisites for ambient mode: https://istio.io/latest/docs/ambient/install/platform-prerequisites/",
      "Cilium, Integration with Istio: https://docs.cilium.io/en/stable/network/servicemesh/istio/",
    ],
  },
} satisfies Record<string, RuleDoc>;
