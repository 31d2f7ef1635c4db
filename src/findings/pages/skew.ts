import type { RuleDoc } from "./doc";

const supported =
  "Istio, Supported Releases: control plane and data plane skew: https://istio.io/latest/docs/releases/supported-releases/";
const sailGuide = "Sail Operator, update strategy guide: CNI and ztunnel 1.x work with control plane 1.x and 1.x+1";

export const skewRules = {
  SKEW001: {
    severity: "error",
    says: "The data plane is ahead of the control plane in a reachable state; by Helm charts of Istio, too, of which two that move together and wait for nothing are a warning.",
    why: "An older istiod may send a newer proxy configuration that it does not understand, and nobody tests that pair. Engines promise no order among the objects of one sync. In manifests only IstioCNI and ZTunnel say a version; plans also count waypoints and sidecars.",
    fix: "Move the control plane first on the way up and last on the way down; keep one part per phase.",
    citations: [supported, sailGuide],
  },
  SKEW002: {
    severity: "error",
    says: "The data plane is more than one minor behind the control plane in a reachable state; a warning where the Helm chart base is behind the chart istiod.",
    why: "Proxies two minors behind are outside of what Istio supports: they may miss or misread configuration. In manifests only IstioCNI and ZTunnel say a version; plans also count waypoints and sidecars.",
    fix: "Finish a hop (CNI, ZTunnel, workloads) before the next one starts.",
    citations: [supported, sailGuide],
  },
  SKEW003: {
    severity: "error",
    says: "An InPlace hop, or a step of the Helm chart istiod, crosses more than one minor, and no vendor publishes that jump.",
    why: "InPlace replaces the only control plane: every proxy would be two or more minors behind at once.",
    fix: "Go through the minor in between; meshstep plans that by itself where the operator holds one.",
    citations: [
      "Istio, In-place upgrades: one minor version at a time: https://istio.io/latest/docs/setup/upgrade/in-place/",
      "Red Hat OpenShift Service Mesh 3, Updating, 2.2.3",
    ],
  },
  SKEW004: {
    severity: "warning",
    says: "A vendor jump over a minor: an error until it is accepted, a warning in the plan afterwards.",
    why: "Some operators hold no minor in between (OpenShift Service Mesh has no 1.25 and no 1.29), so the skew rule cannot be kept. The vendor publishes the jump; upstream does not test it.",
    fix: "Accept it by name under spec.upgrade.acceptVendorJumps, with --accept-vendor-jump for check, and try it on a cluster that does not matter.",
    citations: ["Vendor version tables: Red Hat OpenShift Service Mesh 3 and Alauda Service Mesh v2", supported],
  },
  SKEW005: {
    severity: "error",
    says: "A proxy is in the mesh, by injection or written into its pods, and nothing of the mesh plans for it; a warning for an injected gateway that restarts together with the workloads of its namespace, and for what a label injects beside planned gateways.",
    why: "An injected proxy keeps its version until its pod restarts, and one that is written into a pod until somebody writes another one. A row that neither restarts it nor counts it among what the proof looks at leaves it behind, minor by minor, until istiod no longer speaks its language.",
    fix: "Describe gateways under spec.gateways, list namespaces with sidecars under spec.namespaces, or leave the object to a delivery of its own. An error where the row crosses a minor, or where the istiod of a proxy of its own goes at the end, a warning elsewhere.",
    citations: [supported],
  },
} satisfies Record<string, RuleDoc>;
