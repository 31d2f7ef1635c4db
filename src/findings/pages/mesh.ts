import type { RuleDoc } from "./doc";

const waypointGuide = "Istio, Configure waypoint proxies: https://istio.io/latest/docs/ambient/usage/waypoint/";

export const meshRules = {
  WPT005: {
    severity: "error",
    says: "A Gateway is a waypoint by its class and not by its listener, or the other way round, or istio.io/waypoint-for has a word that it does not take or stands among the annotations.",
    why: "ztunnel reaches a waypoint by HBONE on port 15008 alone, and istiod deploys one for its own classes alone: L7 policies and routes behind it are not enforced.",
    fix: "A waypoint has gatewayClassName istio-waypoint and the listener { name: mesh, port: 15008, protocol: HBONE }.",
    citations: [waypointGuide],
  },
  WPT006: {
    severity: "warning",
    says: "In a step, traffic that went through a waypoint, that of Gateways included, begins to go past it: the waypoint is still there, or its policies and routes are.",
    why: "What only a waypoint enforces is enforced no longer: requests that were refused are let through, without an error.",
    fix: "Take the policies and routes out first, in a step of their own; or keep the label.",
    citations: [waypointGuide],
  },
  TGT001: {
    severity: "error",
    says: "A route or a policy is attached to nothing, to a kind that takes none, to a Gateway, a Service or a ServiceEntry that is not there, although others of its kind are, or to a GatewayClass of no waypoints.",
    why: "Nothing fails: the route takes no traffic, and a policy that is attached to nothing is enforced by nobody.",
    fix: "Correct name or namespace, or add what it names.",
    citations: [
      "Gateway API: ParentReference, and policy attachment",
      "Istio, AuthorizationPolicy: targetRefs: https://istio.io/latest/docs/reference/config/security/authorization-policy/",
    ],
  },
  POL001: {
    severity: "error",
    says: "In an ambient namespace, an AuthorizationPolicy asks about HTTP and is attached to no waypoint.",
    why: "ztunnel enforces policies that select workloads, and sees connections, not requests: it denies what it cannot judge, or the policy says less than it seems to.",
    fix: "Attach it with targetRefs to the waypoint or to a Service behind one.",
    citations: [
      "Istio, Use Layer 7 features: targeting policies: https://istio.io/latest/docs/ambient/usage/l7-features/",
    ],
  },
  CP001: {
    severity: "error",
    says: "Two control planes share a namespace to look after, or, of two meshes, to run in; a warning where they may be two revisions of one mesh, where one has no discovery selectors, or where all that they share is the namespace of the CNI.",
    why: "Both write the same objects into it (the root certificate first of all): workloads trust now the one, now the other.",
    fix: "Give each a namespace of its own, and discoverySelectors that match no namespace of the other.",
    citations: [
      "Sail Operator, multiple control planes: https://github.com/istio-ecosystem/sail-operator/blob/main/docs/deployment-models/multicontrolplane.md",
    ],
  },
  CP002: {
    severity: "error",
    says: "In a step, what makes a mesh the one that it is changes: trust domain, cluster name, mesh ID, network or root namespace.",
    why: "Proxies carry the old name until they restart: istiod refuses proxies of an unknown cluster, and peers refuse identities of an unknown trust domain.",
    fix: "Keep it. A trust domain moves with trustDomainAliases that hold the old one, until every workload has restarted.",
    citations: [
      "Istio, Trust Domain Migration: https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/",
      "Istio, Install Multicluster: https://istio.io/latest/docs/setup/install/multicluster/",
    ],
  },
  NS006: {
    severity: "error",
    says: "In a step, a namespace leaves the mesh or changes its data plane; a warning for one with workloads that names a waypoint and is in no mesh.",
    why: "Ambient is taken away at once and sidecars only at a restart: until then workloads are in neither, or in both, and STRICT mTLS and policies fail between them.",
    fix: "Move the workloads by a plan of their own: labels first, then restarts, and only then the policies that ask for mTLS.",
    citations: ["Istio, Add workloads to the mesh: https://istio.io/latest/docs/ambient/usage/add-workloads/"],
  },
  NS007: {
    severity: "error",
    says: "The namespace of the CNI or of ztunnel enforces a Pod Security level that refuses their pods, or a ResourceQuota or LimitRange refuses those of a part of the mesh or of a Gateway; a warning where the next version or sidecars have no room, for limits left out, and for a quota that GKE asks for.",
    why: "Both work on the nodes' own network: levels below privileged refuse every pod of their DaemonSets, so that nothing is redirected or carried, and the DaemonSet alone says why.",
    fix: "Label the namespace pod-security.kubernetes.io/enforce: privileged; give quotas and limits room for what the charts ask for, twice.",
    citations: [
      "Kubernetes, Resource Quotas: https://kubernetes.io/docs/concepts/policy/resource-quotas/",
      "Kubernetes, Limit Ranges: https://kubernetes.io/docs/concepts/policy/limit-range/",
      "Kubernetes, Pod Security Standards: https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    ],
  },
  NS005: {
    severity: "error",
    says: "A namespace, a pod or a Service has a mesh label that Istio does not read, or one with a word that it does not take; a namespace has it as an annotation; a warning for one on a workload itself instead of its pods, and for a member of OpenShift Service Mesh 2 alone.",
    why: "The namespace or the pod is then not in the mesh, or its waypoint is not used, and nothing says so.",
    fix: "Correct the label.",
    citations: ["Istio, Resource labels: https://istio.io/latest/docs/reference/config/labels/"],
  },
  IGN001: {
    severity: "warning",
    says: "A comment that should ignore findings names no rule or a rule that is not there, or gives no reason.",
    why: "It ignores nothing. Without a reason nobody dares to take it away again.",
    fix: "Write it as: # meshstep:ignore VER004: the reason. It counts for its own line or the one below, and at the head of a document for all of it.",
    citations: ["meshstep, docs/ci.md: findings that are meant to be"],
  },
  DUP001: {
    severity: "error",
    says: "The same object is there twice, overlays of one base bring it to one cluster by two Applications or Kustomizations, or one of these takes in the folder of another; a warning where two manifests are equal and no kustomization has both, or where nothing shows that both are applied.",
    why: "Which of the two is in force depends on the order of files; kustomize refuses them, two Applications take it from each other for ever.",
    fix: "Keep one of the two.",
    citations: [
      "Argo CD, Sync Options: FailOnSharedResource: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/",
    ],
  },
  KUS001: {
    severity: "error",
    says: "A kustomization lists a file or patches an object that is not there, leaves out a file or a base (a warning, unless a step took it out), or has what kustomize or Flux refuses; its namespace, prefix, labels or hashes change what must stay; a warning for files outside, idle patterns and no ref.",
    why: "With a missing file nothing of the folder is built. What is left out is never applied by an engine, or is pruned with the next sync, although it was reviewed as part of the folder.",
    fix: "Correct the list; a file that is meant to be left out belongs in another folder.",
    citations: [
      "Kustomize, resources: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/",
    ],
  },
  WAV001: {
    severity: "error",
    says: "A sync wave is no whole number, or puts a part before what it needs, where no two Applications apply the two; a warning where nothing shows who applies one of them, and for Applications of Istio's Helm charts.",
    why: "Argo CD takes what it cannot read for 0, and waits for each wave to be healthy: what comes too early fails, or is waited for and never healthy, so that the later wave is never reached.",
    fix: "Order them: Subscription, Istio, IstioCNI, ZTunnel, waypoints, routes; waves are whole numbers in quotes.",
    citations: ["Argo CD, Sync Phases and Waves: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/"],
  },
  WAV002: {
    severity: "error",
    says: "A Namespace is to get its use-waypoint label after the waypoint, and Argo CD applies it before; a warning where the label of a Namespace, a Service or a workload is written into an earlier wave, with pods that come before the waypoint, too.",
    why: "A Namespace moves to the wave of the first object in it, whatever its own wave says: traffic is sent to a waypoint that is not there yet.",
    fix: "Put the Namespace into an Application of its own, and sync that when the waypoint is programmed.",
    citations: ["Argo CD, gitops-engine sync_tasks: a Namespace moves to the wave of its first object"],
  },
  VER011: {
    severity: "error",
    says: "In a step, the operator goes down, skips a minor that its vendor does not let it skip, or moves together with the mesh or with a field that the release before does not serve; a warning for a skipped minor that the vendor says nothing of.",
    why: "OLM does not downgrade. An operator and a spec.version that change in one commit are applied in any order: the old operator may meet a version that it does not know.",
    fix: "One step for the operator, by one minor where the vendor asks for that, and the next for the mesh once the operator has reconciled.",
    citations: [
      "Red Hat OpenShift Service Mesh 3, Updating: about the Operator update process",
      "OLM: operators have no downgrade",
    ],
  },
  DEL007: {
    severity: "error",
    says: "An annotation makes an object of the mesh a hook, has it replaced instead of changed, or never changed again; so does an option of its Application or Kustomization.",
    why: "A hook is tracked and protected by nobody; an Istio or a Namespace that is replaced is deleted first, with all that hangs on it.",
    fix: "Take the annotation away.",
    citations: [
      "Argo CD, Sync Options: Replace and Force: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/",
      "Flux, Kustomization: controlling the apply behaviour of resources: https://fluxcd.io/flux/components/kustomize/kustomizations/",
    ],
  },
  CP003: {
    severity: "error",
    says: "An istiod from elsewhere (Helm, istioctl) stands beside the Sail Operator's of the same revision, or two Helm charts make one, or a tag of one name, each; a warning where these only lie side by side, or a tag goes from one chart to the other at once.",
    why: "Both are called the same: the operator's charts refuse what another installation owns and Istio stays unready, or two control planes with two configurations answer the same workloads.",
    fix: "Let the Istio object have a revision of its own, move the workloads over, then remove the old istiod.",
    citations: [
      "Istio, Canary Upgrades: two control planes with revisions of their own: https://istio.io/latest/docs/setup/upgrade/canary/",
      "Helm, install, --take-ownership: https://helm.sh/docs/helm/helm_install/",
    ],
  },
  NS008: {
    severity: "warning",
    says: "An object that lives in a namespace names none, and neither do its kustomizations; an error where most of its neighbours name theirs.",
    why: "It goes to whatever namespace is the engine's default: a policy there protects nothing, and a route finds no Gateway.",
    fix: "Write metadata.namespace, or namespace in the kustomization.",
    citations: [
      "Kubernetes, Namespaces: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
      "Kustomize, namespace: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/namespace/",
    ],
  },
} satisfies Record<string, RuleDoc>;
