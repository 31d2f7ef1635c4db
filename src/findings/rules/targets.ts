import type { RuleDoc } from "./doc";

const waypointGuide = "Istio, Configure waypoint proxies: https://istio.io/latest/docs/ambient/usage/waypoint/";
const l7 = "Istio, Use Layer 7 features: https://istio.io/latest/docs/ambient/usage/l7-features/";

/** What points to something that is not there, or that does not take it. */
export const targetRules = {
  GTW001: {
    severity: "error",
    says: "gatewayClassName is nearly one of Istio's classes and none of them.",
    why: "A Gateway of a class that nobody serves is never programmed: there is no proxy and no Service, and routes that hang on it take no traffic.",
    fix: "Write istio, istio-waypoint, istio-east-west or istio-remote; a class of your own needs its GatewayClass among the manifests.",
    citations: [
      "Istio, Kubernetes Gateway API: https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/",
    ],
  },
  TGT002: {
    severity: "error",
    says: "A route names a listener, a port or a Service that is not there, or a Gateway that does not take routes of its namespace; a warning for a Service that is only not among the manifests. So does a backend in another namespace without a ReferenceGrant, or backends that all have weight 0.",
    why: "A route that no listener accepts takes no traffic. A backend that cannot be resolved answers 500 for its share of the requests.",
    fix: "Correct sectionName, port or name; let allowedRoutes.namespaces of the listener select the route's namespace.",
    citations: [
      "Gateway API, HTTPRoute: attaching to Gateways, and backendRefs: https://gateway-api.sigs.k8s.io/api-types/httproute/",
      "Gateway API, security model: https://gateway-api.sigs.k8s.io/concepts/security-model/",
    ],
  },
  TGT003: {
    severity: "error",
    says: "A VirtualService names a Gateway, a Service or a subset that is not there; a warning for selectors of Gateways and policies that match no workload, and for Services that are only not among the manifests.",
    why: "Without its Gateway nothing comes in, without its destination requests get 503, and a policy that selects nothing refuses nothing. Istio takes all of them without a word.",
    fix: "Correct the name, or add what it names. Judged is only what has neighbours of its kind in the same namespace of the manifests.",
    citations: [
      "Istio, analysis message IST0101, ReferencedResourceNotFound: https://istio.io/latest/docs/reference/config/analysis/ist0101/",
      "Istio, analysis message IST0104, GatewayPortNotOnWorkload, and IST0127, NoMatchingWorkloadsFound: https://istio.io/latest/docs/reference/config/analysis/",
    ],
  },
  POL003: {
    severity: "error",
    says: "An AuthorizationPolicy asks for what no request has (a principal of another form, a method in lower case), or for a provider that the mesh does not have; a warning for principals of another trust domain.",
    why: "A rule that matches nothing refuses everybody in a policy that allows, and nobody in one that denies. CUSTOM without its provider denies what the policy selects.",
    fix: "Write principals as TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT and methods in capitals; list the provider under meshConfig.extensionProviders.",
    citations: [
      "Istio, Authorization Policy reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/",
    ],
  },
  NET001: {
    severity: "error",
    says: "The NetworkPolicies of an ambient namespace let nothing in on port 15008.",
    why: "ztunnel carries what workloads say to each other to port 15008 of the pod, whatever the port of the application: with that one closed, only what comes from outside of the mesh arrives.",
    fix: "Allow TCP 15008 beside the ports of the application, in every policy that restricts ingress.",
    citations: [
      "Istio, Ambient and Kubernetes NetworkPolicy: https://istio.io/latest/docs/ambient/usage/networkpolicy/",
    ],
  },
  POL002: {
    severity: "error",
    says: "In an ambient namespace, a policy or a route is attached to a Service that goes through no waypoint, or through one for workloads only.",
    why: "Only a waypoint enforces what is attached to a Service. ztunnel passes it over, so that what should be refused is let through, without an error.",
    fix: "Label the Service or its Namespace istio.io/use-waypoint, and the waypoint istio.io/waypoint-for: service or all.",
    citations: [l7, waypointGuide],
  },
  NET002: {
    severity: "error",
    says: "The NetworkPolicies in the namespace of a control plane close istiod's ports 15012 or 15017, open 15012 to that namespace alone, or let nothing out.",
    why: "Proxies, ztunnel and the CNI get configuration and certificates on 15012, the API server calls the webhooks on 15017. What runs goes on until its certificates end; what starts does not become ready.",
    fix: "Allow TCP 15012 from all namespaces of the mesh, TCP 15017 from the API server, and egress to the API server and DNS.",
    citations: [
      "Istio, Application Requirements, ports used by Istio: https://istio.io/latest/docs/ops/deployment/application-requirements/",
    ],
  },
} satisfies Record<string, RuleDoc>;
