import type { RuleDoc } from "./doc";

const ambientInstall =
  "Sail Operator, Istio ambient mode: https://github.com/istio-ecosystem/sail-operator/blob/main/docs/README.md";

/** Pages of the rules about what an ambient mesh cannot do without. */
export const ambientRules = {
  AMB001: {
    severity: "error",
    says: "A part of an ambient mesh has not the ambient profile, or a value switches ambient off; so for Helm charts beside that of ztunnel; a warning where a gateway between networks is there, and istiod knows of one network alone.",
    why: "Without it istiod sends ztunnel nothing, or the CNI redirects no pod: workloads are left out of the mesh, and nothing says so.",
    fix: "Write profile: ambient on Istio and IstioCNI, on every platform, and leave PILOT_ENABLE_AMBIENT and cni.ambient.enabled out. ZTunnel needs no profile.",
    citations: [ambientInstall],
  },
  AMB002: {
    severity: "error",
    says: "An ambient mesh has no IstioCNI or no ZTunnel, or namespaces ask for ambient where nothing serves it; a warning where that may be in another folder, for Helm charts, where another mesh of the tree is ambient, ztunnel is off some nodes, or the CNI is to leave a namespace alone before 1.30.",
    why: "Ambient takes all three: istiod configures, the CNI redirects, ztunnel carries. With one missing, pods of ambient namespaces are outside of the mesh or lose their connections. From 1.30 on the CNI's agent takes cni.excludeNamespaces at its word.",
    fix: "Add the missing object, or check the folder that holds it together with this one.",
    citations: [ambientInstall],
  },
  AMB003: {
    severity: "warning",
    says: "In an ambient namespace something is for sidecars: a Sidecar, an EnvoyFilter, a WasmPlugin or a RequestAuthentication that selects pods, an EnvoyFilter for other proxies that is attached to a waypoint, or a VirtualService beside a route of the Gateway API.",
    why: "Pods of an ambient namespace have no proxy of their own, and ztunnel reads none of these: nothing happens, and nothing says so. Of both APIs for one Service a waypoint takes one.",
    fix: "Attach what a waypoint can do to the waypoint with targetRefs, write routes in the Gateway API, and take the rest away.",
    citations: [
      "Istio, Migrate policies: https://istio.io/latest/docs/ambient/migrate/migrate-policies/",
      "Istio, Use Layer 7 features: https://istio.io/latest/docs/ambient/usage/l7-features/",
      ambientInstall,
    ],
  },
} satisfies Record<string, RuleDoc>;
