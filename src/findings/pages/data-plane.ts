import type { RuleDoc } from "./doc";

const ztunnelLifecycle = "Red Hat OpenShift Service Mesh 3, Updating, 3.7: about the ztunnel update lifecycle";
const waypointGuide = "Istio, Configure waypoint proxies: https://istio.io/latest/docs/ambient/usage/waypoint/";

export const dataPlaneRules = {
  ZTN001: {
    severity: "error",
    says: "A singleton (ZTunnel, IstioCNI) is not named `default`.",
    why: "The CRD refuses any other name: there is one ztunnel and one CNI per cluster.",
    fix: "Name it default.",
    citations: ["Sail Operator, CRDs of IstioCNI and ZTunnel: validation on metadata.name"],
  },
  ZTN002: {
    severity: "error",
    says: "ZTunnel, or the chart of ztunnel, connects to an istiod that is not there.",
    why: "The chart builds the address from values.ztunnel.revision and istioNamespace and takes istiod.istio-system without them. A control plane of another name, in another namespace or with RevisionBased has no such Service: ztunnel gets no configuration and no certificates.",
    fix: "Set values.ztunnel.revision and istioNamespace of the ZTunnel, or spec.targetRef where the operator release serves it: values win over that. The chart takes the same values. meshstep sets those of the meshes that it renders.",
    citations: [
      "Istio, ztunnel chart: XDS_ADDRESS and CA_ADDRESS: https://github.com/istio/istio/tree/master/manifests/charts/ztunnel",
      "Sail Operator, issue 1225: https://github.com/istio-ecosystem/sail-operator/issues/1225",
    ],
  },
  ZTN003: {
    severity: "error",
    says: "pilot.trustedZtunnelNamespace, of an Istio or of the chart istiod, differs from the namespace where ZTunnel or its chart runs.",
    why: "istiod gives node proxies certificates for workloads only when they come from the trusted namespace (kube-system on OpenShift, else its own): with the wrong one ztunnel starts and no workload gets a certificate.",
    fix: "Leave it out of spec.controlPlane.values; meshstep sets it to spec.ztunnel.namespace. In manifests of your own, set it.",
    citations: [
      "Sail Operator, issue 2075: https://github.com/istio-ecosystem/sail-operator/issues/2075",
      "Sail Operator, Istio ambient mode: trustedZtunnelNamespace",
      "Istio, istiod chart: CA_TRUSTED_NODE_ACCOUNTS",
    ],
  },
  ZTN004: {
    severity: "error",
    says: "A setting that decides how ZTunnel rolls (grace period, update strategy) travels with its version.",
    why: "The old ztunnel drains with its old settings: a longer grace period that arrives with the version comes too late for the very roll it was meant for.",
    fix: "Set it one phase earlier, at the version that runs; see spec.upgrade.ztunnel.",
    citations: [ztunnelLifecycle],
  },
  ZTN005: {
    severity: "error",
    says: "ZTunnel's version moves with OnDelete, and no later phase has people replace its pods; a warning for folders that are no phases.",
    why: "With OnDelete the DaemonSet replaces nothing: the ZTunnel object says Ready at the new version while every node still runs the old one.",
    fix: "Follow the ZTunnel phase by one in which people drain the nodes and delete the old pods.",
    citations: [ztunnelLifecycle, "Kubernetes, DaemonSet: update strategy OnDelete"],
  },
  ZTN006: {
    severity: "error",
    says: "ztunnel and istiod name different clusters, or the namespace of istiod another network; a warning for two networks, for a namespace or gateway between networks that says none or lacks its port, for clusters of one name, of none or of another trust domain, and for a remote one that is wrong.",
    why: "The operator hands neither from Istio to ZTunnel: ztunnel says that it is of cluster Kubernetes, istiod knows none of that name, and every ztunnel stays unready with an authentication failure.",
    fix: "Write values.ztunnel.multiCluster.clusterName and values.ztunnel.network of ZTunnel as global.multiCluster.clusterName and global.network of Istio, or name the control plane by spec.targetRef.",
    citations: [
      "Istio, ztunnel chart: CLUSTER_ID and NETWORK: https://github.com/istio/istio/tree/master/manifests/charts/ztunnel",
      "Sail Operator, multi-cluster in ambient mode: https://github.com/istio-ecosystem/sail-operator/blob/main/docs/deployment-models/multicluster.adoc",
    ],
  },
  ZTN007: {
    severity: "error",
    says: "In a step, ztunnel moves to another namespace.",
    why: "The operator makes a DaemonSet in the other namespace and leaves the old one: two ztunnels run on every node, and those of a namespace that istiod does not trust get no certificates for workloads.",
    fix: "Leave it where it is. A move takes a maintenance window, with trustedZtunnelNamespace changed beside it.",
    citations: ["Sail Operator, issue 2075: https://github.com/istio-ecosystem/sail-operator/issues/2075"],
  },
  WPT001: {
    severity: "error",
    says: "istio.io/use-waypoint (of a namespace, service, service entry or workload) names a waypoint that is not among the manifests; a warning where nothing of its namespace is.",
    why: "istiod then knows no waypoint for that traffic: it goes from ztunnel to ztunnel, and its L7 policies and routes are not enforced.",
    fix: "Add the waypoint, or correct its name or istio.io/use-waypoint-namespace. The value none opts out.",
    citations: [waypointGuide, "Red Hat OpenShift Service Mesh 3, Updating, 3.6: cross-namespace waypoints"],
  },
  WPT002: {
    severity: "error",
    says: "A Gateway of Istio's classes belongs to no control plane.",
    why: "A Gateway without istio.io/rev, on itself or on its namespace, is left to the revision or tag called default. An istiod of another name does nothing for it: no proxy is deployed or updated, and what should go through a waypoint goes around it.",
    fix: "Label the Gateway istio.io/rev with the name of the control plane or of a revision tag. Waypoints of spec.waypoints have the label.",
    citations: [
      "Istio, issue 56767: https://github.com/istio/istio/issues/56767",
      "Istio, istio.io issue 15410 (waypoints): https://github.com/istio/istio.io/issues/15410",
      waypointGuide,
    ],
  },
  WPT003: {
    severity: "warning",
    says: "A Gateway that istiod deploys leaves a control plane with a fault that drops its requests meanwhile.",
    why: "When istio.io/rev of a Gateway or of its tag changes, the old istiod sends the pods that it still serves an empty configuration: until the new pods are ready, requests through them fail. The fix has to be in the old control plane: 1.29.5 and 1.30.2 have it, 1.28 has not.",
    fix: "Go to a version with the fix before the Gateway moves, where the row can stop there; else move it at a quiet hour, or bring a second Gateway beside it.",
    citations: [
      "Istio, issue 59959: https://github.com/istio/istio/issues/59959",
      "Istio, release note 59959 (1.30.2)",
    ],
  },
  WPT004: {
    severity: "error",
    says: "A waypoint does not accept the namespace that uses it, or takes no traffic at all.",
    why: "The HBONE listener accepts its own namespace only unless allowedRoutes says otherwise: the label is ignored, and L7 policies are not enforced. The same comes of a waypoint that is labelled istio.io/waypoint-for: none.",
    fix: "Let allowedRoutes.namespaces of the waypoint's listener select the namespace; label the waypoint for service, workload or all (for in spec.waypoints).",
    citations: [
      waypointGuide,
      "Istio, ambient controller: a use that allowedRoutes does not accept gets the condition AttachmentDenied",
      "Gateway API: AllowedRoutes",
    ],
  },
} satisfies Record<string, RuleDoc>;
