import type { RuleDoc } from "./doc";

/** Of patterns by which an ApplicationSet finds folders and files. */
export const gitGenerator =
  "Argo CD, Git Generator: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/";

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
    says: "A route names a listener, port, host name or Service that is not there, or a Gateway that does not take routes of its namespace; a backend or certificate of another namespace has no ReferenceGrant, or all backends weigh 0. A warning where what is named may be in other manifests.",
    why: "A route that no listener accepts takes no traffic. A backend that cannot be resolved answers 500 for its share of the requests.",
    fix: "Correct sectionName, port or name; let allowedRoutes.namespaces of the listener select the route's namespace.",
    citations: [
      "Gateway API, HTTPRoute: attaching to Gateways, and backendRefs: https://gateway-api.sigs.k8s.io/api-types/httproute/",
      "Gateway API, security model: https://gateway-api.sigs.k8s.io/concepts/security-model/",
    ],
  },
  TGT003: {
    severity: "error",
    says: "A VirtualService names a Gateway, a Service or a subset that is not there, or that or it is not shown to its gateway; a warning for selectors of Gateways and policies that match no workload, and for Services, DestinationRules and ServiceEntries that are only not among the manifests.",
    why: "Without its Gateway nothing comes in, without its destination requests get 503, and a policy that selects nothing refuses nothing. Istio takes all of them without a word.",
    fix: "Correct the name, or add what it names. Judged is only what has neighbours of its kind in the same namespace of the manifests.",
    citations: [
      "Istio, analysis message IST0101, ReferencedResourceNotFound: https://istio.io/latest/docs/reference/config/analysis/ist0101/",
      "Istio, analysis message IST0104, GatewayPortNotOnWorkload, and IST0127, NoMatchingWorkloadsFound: https://istio.io/latest/docs/reference/config/analysis/",
    ],
  },
  GTW002: {
    severity: "error",
    says: "A Gateway has a listener or a server that cannot serve: HTTPS without a certificate, a certificate of another namespace without a ReferenceGrant, or a protocol that is none; a warning for a Secret that nothing makes, beside one that nothing uses or in another namespace, or for other hosts.",
    why: "The listener is not programmed, and its port answers nothing; the other listeners go on, so that only the Gateway's status says it.",
    fix: "Name the Secret under tls.certificateRefs (credentialName of Istio's own Gateway), in the namespace of the Gateway or with a ReferenceGrant in that of the Secret.",
    citations: [
      "Gateway API, TLS: https://gateway-api.sigs.k8s.io/guides/tls/",
      "Istio, Gateway reference: https://istio.io/latest/docs/reference/config/networking/gateway/",
    ],
  },
  GTW003: {
    severity: "error",
    says: "A container has the image auto, and nothing injects its pods, or its namespace keeps them from it.",
    why: "auto is no image: injection fills in the real one. Without it the pods stay in ImagePullBackOff.",
    fix: 'Label the pods sidecar.istio.io/inject: "true", and istio.io/rev where the mesh has revisions; take istio-injection: disabled off the namespace.',
    citations: ["Istio, Installing Gateways: https://istio.io/latest/docs/setup/additional-setup/gateway/"],
  },
  GTW004: {
    severity: "error",
    says: "In a step that is no plan's, the Service of a gateway changes its type, its address or its load balancer.",
    why: "The load balancer goes away with the type, and its address with it: DNS and the firewalls of others name one that answers nobody.",
    fix: "Keep it, or bring a second gateway beside the first, move DNS, and take the old one away in a step of its own.",
    citations: ["Kubernetes, Service: https://kubernetes.io/docs/concepts/services-networking/service/"],
  },
  GTW005: {
    severity: "error",
    says: "Gateways get parameters that istiod cannot use, by parametersRef or as defaults of their class: no such ConfigMap, another kind, an overlay or a field that is none, no replicas, an autoscaler whose minimum is above its maximum; a warning for defaults outside of istiod's namespace.",
    why: "istiod then deploys nothing for the Gateway, or no longer what is written: a new one has no pods, an old one stays at its version, and only the Gateway's status or istiod's log says it.",
    fix: "Name a ConfigMap of the Gateway's own namespace, with deployment, service, serviceAccount, horizontalPodAutoscaler or podDisruptionBudget as its keys.",
    citations: [
      "Istio, Kubernetes Gateway API: Automated Deployment: https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment",
    ],
  },
  TEL001: {
    severity: "error",
    says: "A Telemetry names an extension provider that the mesh does not have, or a provider a Service or a port that is not there; a warning for a kind of provider that the version no longer has.",
    why: "Nothing is sent, and nothing says so: traces, metrics or logs are missed when they are needed. Of an authorization provider, requests are refused.",
    fix: "List the provider under meshConfig.extensionProviders of the Istio; correct its service and port.",
    citations: [
      "Istio, Telemetry reference: https://istio.io/latest/docs/reference/config/telemetry/",
      "Istio, Global Mesh Options, ExtensionProvider: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/",
    ],
  },
  TGT004: {
    severity: "error",
    says: "A ServiceEntry, DestinationRule, Sidecar, or a port or host of a VirtualService can have no effect; a warning for two of one host, subsets and Services without pods, plain text to port 443, rules about requests on ports for no HTTP, matches by a port no Gateway has, unread claims, idle filters.",
    why: "Of two for one host only one counts, whichever is older; the rest is refused by istiod's webhook or answers 503.",
    fix: "Merge what is for one host. Correct the name, the port or the labels.",
    citations: [
      "Istio, analysis messages: https://istio.io/latest/docs/reference/config/analysis/",
      "Istio, Service Entry reference: https://istio.io/latest/docs/reference/config/networking/service-entry/",
      "Istio, Traffic Management Best Practices: https://istio.io/latest/docs/ops/best-practices/traffic-management/",
    ],
  },
  TGT005: {
    severity: "error",
    says: "Istio refuses a VirtualService, DestinationRule, Gateway, ServiceEntry or Sidecar that its CRD takes, or has two where one counts; a warning for rules that no request reaches, ports that nobody sends to, two Gateways of one host, redirects to where nobody serves and times that leave no second try.",
    why: "istiod's webhook says so at the sync, which stops there; without the webhook istiod leaves the object out, and nobody is told.",
    fix: "Correct what the message names.",
    citations: [
      "Istio, analysis messages: https://istio.io/latest/docs/reference/config/analysis/",
      "Istio, Virtual Service reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/",
      "Istio, Gateway reference: https://istio.io/latest/docs/reference/config/networking/gateway/",
      "Istio, pkg/config/validation: what the webhook asks beyond the CRDs",
    ],
  },
  CP005: {
    severity: "warning",
    says: "Sidecars expect the CNI and there is no IstioCNI, or they are told not to use it where the platform allows nothing else; an error where it is told to leave their namespace alone.",
    why: "With pilot.cni.enabled the first container of a pod only looks whether the CNI has done its work: without it the pod waits in Init for ever. OpenShift refuses pods that set up the network themselves.",
    fix: "Add an IstioCNI of the same version, and leave pilot.cni.enabled to the operator on OpenShift.",
    citations: ["Istio, Install the Istio CNI node agent: https://istio.io/latest/docs/setup/additional-setup/cni/"],
  },
  CP006: {
    severity: "error",
    says: "cacerts lacks a file of istiod's, or is no authority; a warning where it has another name or namespace, and for a remote secret without its label (an error for a near one), in another namespace, of this very cluster, or of one that another secret or its own annotation names otherwise.",
    why: "istiod looks for these Secrets by name, label and namespace, and says nothing of those that it does not find: it signs with an authority that no other cluster trusts, or knows nothing of what runs there.",
    fix: "Give cacerts all four files; label remote secrets as istioctl create-remote-secret does, and keep both beside istiod.",
    citations: [
      "Istio, Plug in CA Certificates: https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/",
      "Istio, pkg/kube/multicluster/secretcontroller.go: which Secrets are read, and which are left out",
      "Istio, release notes of 1.26.1: check-cacerts-completeness",
    ],
  },
  CP004: {
    severity: "error",
    says: "Values mean nothing: a share above 100 percent, two extension providers of one name, one of no kind, a root namespace that is none, or an istioNamespace other than where the chart of istiod goes; a warning for a variable of pilot.env that is nearly one that istiod reads.",
    why: "istiod checks the mesh configuration as a whole and goes on with what it had, or with its defaults after a restart. What it injects asks istiod of istioNamespace for certificates.",
    fix: "Correct the value that the message names.",
    citations: [
      "Istio, Global Mesh Options: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/",
      "Istio, pilot-discovery, environment variables: https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars",
    ],
  },
  NS010: {
    severity: "error",
    says: "An object of the mesh is in a namespace that is not there and nearly one of the manifests; a warning for such a name in exportTo or among the hosts of a Sidecar.",
    why: "The API server refuses what is in no namespace; where it is there all the same, a policy protects nothing and a route leads nowhere.",
    fix: "Correct metadata.namespace.",
    citations: [
      "Kubernetes, Namespaces: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
      "Istio, Sidecar reference: https://istio.io/latest/docs/reference/config/networking/sidecar/",
    ],
  },
  POD001: {
    severity: "error",
    says: "Pods have an annotation for injection that is none or takes another value, a service account that is nearly one, or probes that no sidecar answers under STRICT; a warning for hostNetwork pods in a mesh, the sidecar's user, group or ports, ports past it, and annotations beside the pods.",
    why: "Injection leaves out what it does not know, and refuses pods with what it cannot read: then no pod is made, and the Deployment alone says so.",
    fix: "Correct the annotation, or leave it out; take pods with hostNetwork out of the mesh by their label.",
    citations: [
      "Istio, Resource Annotations: https://istio.io/latest/docs/reference/config/annotations/",
      "Istio, Application Requirements: https://istio.io/latest/docs/ops/deployment/application-requirements/",
      "Istio, Health Checking of Istio Services: https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/",
    ],
  },
  NS009: {
    severity: "error",
    says: "The namespace of a part or a chart of the mesh is nearly one of the manifests; a warning where it is only not among them and that of another part is.",
    why: "The operator and Helm make no namespaces by themselves: the object reports an error, and nothing is installed.",
    fix: "Add the Namespace, in a wave before the part, or correct spec.namespace.",
    citations: [
      "Sail Operator, documentation: https://github.com/istio-ecosystem/sail-operator/blob/main/docs/README.adoc",
    ],
  },
  DEL012: {
    severity: "error",
    says: "The operator's chart comes without its CRDs; a warning where they stay behind at the next version, or are too large for the way that they are applied.",
    why: "Helm brings what lies under crds/ once and never again. Without CRDs the API server takes no object of the mesh; with old ones it drops or refuses the fields that a new version has.",
    fix: "Write install.crds: Create and upgrade.crds: CreateReplace in the HelmRelease; in an Application leave skipCrds out and write ServerSideApply=true.",
    citations: [
      "Flux, HelmRelease, controlling the lifecycle of CRDs: https://fluxcd.io/flux/components/helm/helmreleases/",
      "Helm, Custom Resource Definitions: https://helm.sh/docs/chart_best_practices/custom_resource_definitions/",
      "Argo CD, Sync Options: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/",
    ],
  },
  DEL013: {
    severity: "error",
    says: "What applies the mesh has a part that means nothing, leaves kinds out, does not decrypt, overlooks versions, undoes an autoscaler, installs anew what is installed, or lets go of what it applied; a warning where it is suspended, awaits little or much, lacks a variable or reads from elsewhere.",
    why: "Git then says one thing and the cluster does another, and the engine shows green.",
    fix: "Correct the word; take suspend and what is ignored back once they have served; keep an object from being pruned a step before another owner gets it.",
    citations: [
      "Flux, Kustomization: https://fluxcd.io/flux/components/kustomize/kustomizations/",
      "Flux, HelmRelease: https://fluxcd.io/flux/components/helm/helmreleases/",
      "Argo CD, Sync Options: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/",
      "Argo CD, Diff Customization: https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/",
    ],
  },
  DEL014: {
    severity: "error",
    says: "An AppProject of Argo CD does not let an Application read its repository, go to its destination or apply what its folder holds, or is nearly one of these manifests and none of them; a warning where a namespace of its objects is missing, another one is meant or not there, or a window denies always.",
    why: "Argo CD refuses the whole sync for one such object: the mesh stays as it was, and Git says otherwise.",
    fix: "Add what is missing to the AppProject, and apply that before the Application.",
    citations: [
      "Argo CD, Projects: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/",
      "Argo CD, AppProject specification: https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/",
    ],
  },
  DEL011: {
    severity: "error",
    says: "What applies the mesh names a source, folder, chart, ref, or a file, ConfigMap or key of values that is none: nearly one, of another kind, found by others, or read without its folders; a warning where a pattern matches nothing, it may be its sibling or made elsewhere, or nobody applies a part of it.",
    why: "The engine reports an error at that object alone, and what stood in the cluster stays as it was.",
    fix: "Correct the name. What is in another repository is not judged.",
    citations: [
      "Flux, Kustomization: https://fluxcd.io/flux/components/kustomize/kustomizations/",
      "Argo CD, Application specification: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/",
      "Argo CD, Multiple Sources for an Application: https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/",
      gitGenerator,
    ],
  },
} satisfies Record<string, RuleDoc>;
