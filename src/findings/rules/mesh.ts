import type { RuleDoc } from "./doc";

const ambientInstall =
  "Sail Operator, Istio ambient mode: https://github.com/istio-ecosystem/sail-operator/blob/main/docs/README.md";
const waypointGuide = "Istio, Configure waypoint proxies: https://istio.io/latest/docs/ambient/usage/waypoint/";
const revisionDocs =
  "Sail Operator, update strategies and revision tags: https://github.com/istio-ecosystem/sail-operator/tree/main/docs/update-strategy";

export const meshRules = {
  AMB001: {
    severity: "error",
    says: "A part of an ambient mesh has not the ambient profile, or a value switches ambient off.",
    why: "Without it istiod sends ztunnel nothing, or the CNI redirects no pod: workloads are left out of the mesh, and nothing says so.",
    fix: "Write profile: ambient on Istio and IstioCNI, on every platform, and leave PILOT_ENABLE_AMBIENT and cni.ambient.enabled out. ZTunnel needs no profile.",
    citations: [ambientInstall],
  },
  AMB002: {
    severity: "error",
    says: "An ambient mesh has no IstioCNI or no ZTunnel, or namespaces ask for ambient where nothing serves it; a warning where both parts may be in another folder.",
    why: "Ambient takes all three: istiod configures, the CNI redirects, ztunnel carries. With one missing, pods of ambient namespaces are outside of the mesh or lose their connections.",
    fix: "Add the missing object, or check the folder that holds it together with this one.",
    citations: [ambientInstall],
  },
  REV001: {
    severity: "error",
    says: "A revision that something uses, or asks for, is not held, or not there, while a RevisionBased control plane moves.",
    why: "The operator deletes a revision within milliseconds once Istio asks for another one and nothing counts as using it, whatever the grace period says: ambient, waypoints and pods that are about to restart do not count.",
    fix: "Keep it by an IstioRevisionTag with targetRef IstioRevision, in a commit of its own, until its condition InUse is True; only then move the version. meshstep plans that.",
    citations: [
      "Sail Operator, pkg/revision/prune.go and references.go",
      "seen with Sail Operator 1.30.3: deleted 4 ms after the bump, and kept by a tag of an earlier commit",
    ],
  },
  REV002: {
    severity: "error",
    says: "A revision tag or a ZTunnel follows Istio itself, and its version moves: it goes over at once, before the new revision is ready. A warning while nothing moves.",
    why: "The operator resolves targetRef Istio to the newest revision as soon as its object exists. Pods that start are then injected by an istiod that is not there yet, which fails them, and the old revision loses what kept it.",
    fix: "Let targetRef name the IstioRevision (kind: IstioRevision), and move it in a commit of its own when the new one is ready.",
    citations: ["Sail Operator, controllers/istiorevisiontag", revisionDocs],
  },
  REV003: {
    severity: "error",
    says: "Two revisions, or a revision and a tag, have one name, or a name is too long for what is called after it.",
    why: "The operator writes over the one with the other without asking, or refuses the tag; a Service has at most 63 characters.",
    fix: "Choose other names: under RevisionBased a revision is called <istio>-<version with dashes>.",
    citations: ["Sail Operator, controllers/istio and pkg/revision/reconcile.go", revisionDocs],
  },
  REV004: {
    severity: "error",
    says: "updateStrategy changes on a live mesh.",
    why: "InPlace calls its revision like the Istio object, RevisionBased after each version: with the change the old revision goes, and every namespace, gateway and ztunnel that asks for it is served by nobody.",
    fix: "Make a second control plane beside the first and move the workloads to it. What asks for the old revision by its name, and how to find it in the cluster, meshstep plan prints where mesh.yaml asks for the change.",
    citations: [revisionDocs],
  },
  REV005: {
    severity: "warning",
    says: "Old revisions are deleted sooner after their last use than anybody could look at the new one. An error where mesh.yaml says a grace period that is shorter than the gates of a move may take.",
    why: "The grace period counts from the last use. When it is over the old control plane is gone, and with it the way back: 30 seconds, the default, are no time to verify anything in.",
    fix: "Hold the old revision by a tag until clean-up, as meshstep does, or raise inactiveRevisionDeletionGracePeriodSeconds to a day.",
    citations: ["Sail Operator, Istio spec.updateStrategy.inactiveRevisionDeletionGracePeriodSeconds", revisionDocs],
  },
  REV006: {
    severity: "error",
    says: "Something asks for a revision or a tag that no control plane in these manifests provides.",
    why: "Pods then start without a sidecar, a Gateway is deployed by nobody, a ztunnel has no control plane; what runs keeps running, so it shows only at the next restart.",
    fix: "Correct the name, or add the control plane or the tag. istio-injection=enabled asks for the revision or tag that is called default.",
    citations: [revisionDocs, "Istio, Installing the sidecar: controlling the injection policy"],
  },
  REV007: {
    severity: "warning",
    says: "A revision tag is called default, and the operator release in force has its webhook ask a Service that is not there.",
    why: "The webhook fails what it cannot ask: every AuthorizationPolicy, VirtualService or other object of Istio is refused, for as long as the tag is there.",
    fix: "Call the tag something else, or raise the operator to a release that has the fix (OpenShift Service Mesh 3.3.6 and 3.4.1; no Sail Operator up to 1.30.3).",
    citations: ["istio-ecosystem/sail-operator issue 2069; seen with Sail Operator 1.30.3"],
  },
  REV008: {
    severity: "error",
    says: "A cohort names what is no namespace and no tag of the mesh, what has no sidecars to restart, or what another cohort has.",
    why: "Whoever is misspelt is left for the end with everybody that no cohort names, and whoever is named twice restarts twice: neither is the order that was meant.",
    fix: "Name each namespace with sidecars, or each tag, once.",
    citations: ["meshstep, README: spec.upgrade.cohorts"],
  },
  REV009: {
    severity: "error",
    says: "Workloads are to be restarted by Jobs (spec.upgrade.restarts: job) where none can: an ambient mesh, snapshots without Jobs, or images that do not tell their version.",
    why: "A Job restarts what carries another sidecar and nothing else: it has to see that on the pods, and somebody has to bring it into the cluster.",
    fix: "Leave spec.upgrade.restarts at manual, or do what the finding says.",
    citations: ["meshstep, README: spec.upgrade.restarts"],
  },
  REV010: {
    severity: "error",
    says: "istio-csr signs certificates by the values of the Istio object, and spec.certificates does not say so under RevisionBased, or the other way round.",
    why: "istiod's serving certificate has a name for each revision in istio-csr's list. A new revision that is not in it before it begins is refused by its own proxies.",
    fix: "Write spec.certificates: istio-csr, and values.global.caAddress with its address.",
    citations: [
      "Red Hat OpenShift Service Mesh 3.0, Installing: updating istio-csr with the RevisionBased strategy",
      "cert-manager, istio-csr: app.istio.revisions: https://cert-manager.io/docs/usage/istio-csr/",
    ],
  },
  REV011: {
    severity: "error",
    says: "Under RevisionBased a Gateway of class istio among spec.manifests does not name its revision.",
    why: "istiod asks a Gateway's own label istio.io/rev first, then that of its namespace, then the tag or revision called default. Without a revision of its own it rolls in the moment that one of the others moves: with the workloads of its namespace, or with a tag.",
    fix: "Label it istio.io/rev with the revision that runs, before the upgrade. meshstep writes the label in each phase from then on.",
    citations: [
      "Istio, pkg/revisions/tag_watcher.go and pilot/pkg/config/kube/gateway/deploymentcontroller.go",
      revisionDocs,
    ],
  },
  WPT005: {
    severity: "error",
    says: "A Gateway is a waypoint by its class and not by its listener, or the other way round, or istio.io/waypoint-for has a word that it does not take or stands among the annotations.",
    why: "ztunnel reaches a waypoint by HBONE on port 15008 alone, and istiod deploys one for its own classes alone: L7 policies and routes behind it are not enforced.",
    fix: "A waypoint has gatewayClassName istio-waypoint and the listener { name: mesh, port: 15008, protocol: HBONE }.",
    citations: [waypointGuide],
  },
  WPT006: {
    severity: "warning",
    says: "In a step, traffic that went through a waypoint begins to go past it: the waypoint is still there, or its policies and routes are.",
    why: "What only a waypoint enforces is enforced no longer: requests that were refused are let through, without an error.",
    fix: "Take the policies and routes out first, in a step of their own; or keep the label.",
    citations: [waypointGuide],
  },
  TGT001: {
    severity: "error",
    says: "A route or a policy is attached to nothing, to a kind that takes none, or to a Gateway or a Service that is not there, although others of its kind are.",
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
    says: "Two control planes share a namespace to run in or to look after; a warning where one has no discovery selectors.",
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
    says: "The namespace of the CNI or of ztunnel enforces a Pod Security level that refuses their pods.",
    why: "Both work on the nodes' own network: levels below privileged refuse every pod of their DaemonSets, so that nothing is redirected or carried, and the DaemonSet alone says why.",
    fix: "Label the namespace pod-security.kubernetes.io/enforce: privileged.",
    citations: [
      "Kubernetes, Pod Security Standards: https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    ],
  },
  NS005: {
    severity: "error",
    says: "A namespace or a pod has a mesh label that Istio does not read, or one with a word that it does not take; a namespace has it as an annotation; a warning for one on a workload itself instead of its pods.",
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
    says: "The same object is there twice; a warning where both are equal.",
    why: "Which of the two is in force depends on the order of files; kustomize refuses them, two Applications take it from each other for ever.",
    fix: "Keep one of the two.",
    citations: [
      "Argo CD, Sync Options: FailOnSharedResource: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/",
    ],
  },
  KUS001: {
    severity: "error",
    says: "A kustomization lists a file or patches an object that is not there, leaves out a file that holds an object, or has a field or an entry that kustomize refuses; its namespace or prefix changes what must keep its own.",
    why: "With a missing file nothing of the folder is built. What is left out is never applied, or is pruned with the next sync, although it was reviewed as part of the folder.",
    fix: "Correct the list; a file that is meant to be left out belongs in another folder.",
    citations: [
      "Kustomize, resources: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/",
    ],
  },
  WAV001: {
    severity: "error",
    says: "A sync wave is no whole number, or puts a part before what it needs.",
    why: "Argo CD takes what it cannot read for 0, and waits for each wave to be healthy: what comes too early fails, or is waited for and never healthy, so that the later wave is never reached.",
    fix: "Order them: Subscription, Istio, IstioCNI, ZTunnel, waypoints, routes; waves are whole numbers in quotes.",
    citations: ["Argo CD, Sync Phases and Waves: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/"],
  },
  WAV002: {
    severity: "error",
    says: "A Namespace is to get its use-waypoint label after the waypoint, and Argo CD applies it before.",
    why: "A Namespace moves to the wave of the first object in it, whatever its own wave says: traffic is sent to a waypoint that is not there yet.",
    fix: "Put the Namespace into an Application of its own, and sync that when the waypoint is programmed.",
    citations: ["Argo CD, gitops-engine sync_tasks: a Namespace moves to the wave of its first object"],
  },
  VER011: {
    severity: "error",
    says: "In a step, the operator goes down, skips a minor that its vendor does not let it skip, or moves together with the mesh.",
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
    says: "An istiod from elsewhere (Helm, istioctl) stands beside the Sail Operator's of the same revision.",
    why: "Both are called the same: the operator's charts refuse what another installation owns and Istio stays unready, or two control planes with two configurations answer the same workloads.",
    fix: "Let the Istio object have a revision of its own, move the workloads over, then remove the old istiod.",
    citations: [
      "Istio, Canary Upgrades: two control planes with revisions of their own: https://istio.io/latest/docs/setup/upgrade/canary/",
      "Helm, install, --take-ownership: https://helm.sh/docs/helm/helm_install/",
    ],
  },
  NS008: {
    severity: "warning",
    says: "An object that lives in a namespace names none, and neither do its kustomizations; an error where its neighbours name theirs.",
    why: "It goes to whatever namespace is the engine's default: a policy there protects nothing, and a route finds no Gateway.",
    fix: "Write metadata.namespace, or namespace in the kustomization.",
    citations: [
      "Kubernetes, Namespaces: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
      "Kustomize, namespace: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/namespace/",
    ],
  },
} satisfies Record<string, RuleDoc>;
