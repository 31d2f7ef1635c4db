import type { RuleDoc } from "./doc";

const waypointGuide = "Istio, Configure waypoint proxies: https://istio.io/latest/docs/ambient/usage/waypoint/";
const l7 = "Istio, Use Layer 7 features: https://istio.io/latest/docs/ambient/usage/l7-features/";

/** What lets traffic in or keeps it out, otherwise than is meant. */
export const policyRules = {
  POL003: {
    severity: "error",
    says: "An AuthorizationPolicy asks for what no request has (principal, method, path, condition), has no rules to refuse by, a form that istiod refuses, or a provider that the mesh lacks; a warning for principals of another trust domain or of no pod, ports of a Service, and gateways or pods nobody may call.",
    why: "A rule that matches nothing refuses everybody in a policy that allows, and nobody in one that denies. CUSTOM without its provider denies what the policy selects.",
    fix: "Write principals as TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT and methods in capitals; list the provider under meshConfig.extensionProviders.",
    citations: [
      "Istio, Authorization Policy reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/",
    ],
  },
  NET001: {
    severity: "error",
    says: "The NetworkPolicies of an ambient namespace let nobody of the mesh in or out on port 15008; a warning where it is opened for UDP, or for other pods than those behind Services, and for an address beside that of probes.",
    why: "ztunnel carries what workloads say to each other to port 15008 of the pod, whatever the port of the application: with that one closed, only what comes from outside of the mesh arrives.",
    fix: "Allow TCP 15008 beside the ports of the application, in every policy that restricts ingress.",
    citations: [
      "Istio, Ambient and Kubernetes NetworkPolicy: https://istio.io/latest/docs/ambient/usage/networkpolicy/",
    ],
  },
  POL002: {
    severity: "error",
    says: "A policy, or in an ambient namespace a route, is attached to a Service or a ServiceEntry that goes through no waypoint, or through one for workloads only; a warning for a policy of pods in no mesh or past ztunnel, for a Gateway past the waypoint, or for the whole mesh elsewhere.",
    why: "Only a waypoint enforces what is attached to a Service. ztunnel and sidecars pass it over, and pods without either enforce nothing, so that what should be refused is let through, without an error.",
    fix: "Label the Service or its Namespace istio.io/use-waypoint, and the waypoint istio.io/waypoint-for: service or all.",
    citations: [l7, waypointGuide],
  },
  NET002: {
    severity: "error",
    says: "The NetworkPolicies in the namespace of a control plane close istiod's ports 15012 or 15017, open 15012 to that namespace alone or not to those of the mesh, or let nothing out; or those of proxies let nothing out to 15012 of istiod.",
    why: "Proxies, ztunnel and the CNI get configuration and certificates on 15012, the API server calls the webhooks on 15017. What runs goes on until its certificates end; what starts does not become ready.",
    fix: "Allow TCP 15012 from all namespaces of the mesh, TCP 15017 from the API server, and egress to the API server and DNS.",
    citations: [
      "Istio, Application Requirements, ports used by Istio: https://istio.io/latest/docs/ops/deployment/application-requirements/",
    ],
  },
  POL004: {
    severity: "error",
    says: "Istio refuses or leaves out a policy: tokens without issuer or keys, a second PeerAuthentication of a namespace, or tokens are read no more; a warning for portLevelMtls of ports that pods lack, DISABLE in ambient or against policies by identity, automatic mTLS off, plain callers, what is refused.",
    why: "What is left out protects nothing, and what contradicts a policy of the other side breaks every connection.",
    fix: "Keep one policy for a namespace, name ports of pods, and leave tls out of a DestinationRule for what is in the mesh or is meant to be.",
    citations: [
      "Istio, PeerAuthentication reference: https://istio.io/latest/docs/reference/config/security/peer_authentication/",
      "Istio, Traffic Management Problems: 503 errors after setting a destination rule: https://istio.io/latest/docs/ops/common-problems/network-issues/",
      "Istio, RequestAuthentication reference: https://istio.io/latest/docs/reference/config/security/request_authentication/",
      "Istio, Use Layer 4 security policy: https://istio.io/latest/docs/ambient/usage/l4-policy/",
    ],
  },
  POL005: {
    severity: "warning",
    says: "Services of an ambient namespace go through a waypoint, and an ALLOW policy for its workloads does not let the waypoint in.",
    why: "Behind a waypoint ztunnel sees the waypoint's identity, not the caller's. A policy that allows callers by name then refuses everything that comes through it.",
    fix: "Attach the policy to the waypoint with targetRefs, or allow the waypoint's identity beside the callers.",
    citations: [
      "Istio, Use Layer 4 security policy: considerations when waypoints are introduced: https://istio.io/latest/docs/ambient/usage/l4-policy/",
    ],
  },
  POL006: {
    severity: "warning",
    says: "In a step that is no plan's, a policy refuses less than it did: mTLS from STRICT down, another action, fewer rules that deny, one that allows everything, a dry run, tokens unchecked; or the mesh does, or clients no longer encrypt.",
    why: "What is open then shows in no status and in no error, and hidden among the lines of an upgrade nobody reviews it as what it is.",
    fix: "Keep the stricter word; where it is meant, give it a commit and a review of its own.",
    citations: [
      "Istio, PeerAuthentication reference: https://istio.io/latest/docs/reference/config/security/peer_authentication/",
      "Istio, Authorization Policy reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/",
      "Istio, Global Mesh Options: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/",
    ],
  },
} satisfies Record<string, RuleDoc>;
