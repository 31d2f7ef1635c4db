import type { RuleDoc } from "./doc";

const revisionDocs =
  "Sail Operator, update strategies and revision tags: https://github.com/istio-ecosystem/sail-operator/tree/main/docs/update-strategy";

export const revisionRules = {
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
    says: "A revision tag or a ZTunnel follows Istio itself, and its version moves: it goes over at once, before the new revision is ready. A warning for a ZTunnel while nothing moves.",
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
    says: "updateStrategy changes on a live mesh; a warning for RevisionBased in an ambient mesh of OpenShift Service Mesh or Alauda, which support InPlace alone there.",
    why: "InPlace calls its revision like the Istio object, RevisionBased after each version: with the change the old revision goes, and every namespace, gateway and ztunnel that asks for it is served by nobody.",
    fix: "Make a second control plane beside the first and move the workloads to it. What asks for the old revision by its name, and how to find it in the cluster, meshstep plan prints where mesh.yaml asks for the change.",
    citations: [revisionDocs],
  },
  REV005: {
    severity: "warning",
    says: "Under RevisionBased, old revisions are deleted sooner after their last use than anybody could look at the new one. An error where mesh.yaml says a grace period that is shorter than the gates of a move may take.",
    why: "The grace period counts from the last use. When it is over the old control plane is gone, and with it the way back: 30 seconds, the default, are no time to verify anything in.",
    fix: "Hold the old revision by a tag until clean-up, as meshstep does, or raise inactiveRevisionDeletionGracePeriodSeconds to a day.",
    citations: ["Sail Operator, Istio spec.updateStrategy.inactiveRevisionDeletionGracePeriodSeconds", revisionDocs],
  },
  REV006: {
    severity: "error",
    says: "Something asks for a revision or a tag that no control plane in these manifests provides; a warning where Helm charts install them, for another version of a RevisionBased one, or a tag for a later version, an error where nothing asked for it before.",
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
    says: "A cohort names what is no namespace and no tag of the mesh, what has no sidecars to restart, or what another cohort has; a warning where a tag moves pods of a later cohort before an earlier one.",
    why: "Whoever is misspelt is left for the end with everybody that no cohort names, and whoever is named twice restarts twice: neither is what was meant. A tag moves before the first that follow it, and gateways come first: from then on pods of all its namespaces start with the new proxy.",
    fix: "Name each namespace with sidecars, or each tag, once; give gateways, and namespaces of different cohorts, tags of their own.",
    citations: ["meshstep, docs/sidecars.md: cohorts"],
  },
  REV009: {
    severity: "error",
    says: "Workloads are to be restarted by Jobs (spec.upgrade.restarts: job) where none can: an ambient mesh, snapshots without Jobs, or images that do not tell their version.",
    why: "A Job restarts what carries another sidecar and nothing else: it has to see that on the pods, and somebody has to bring it into the cluster.",
    fix: "Leave spec.upgrade.restarts at manual, or do what the finding says.",
    citations: ["meshstep, docs/sidecars.md: restarts"],
  },
  REV010: {
    severity: "error",
    says: "istio-csr signs certificates by the values of the Istio object, and spec.certificates does not say so under RevisionBased, or the other way round; or its list of revisions lacks the one that the Istio makes.",
    why: "istiod's serving certificate has a name for each revision in istio-csr's list. A new revision that is not in it before it begins is refused by its own proxies.",
    fix: "Write spec.certificates: istio-csr, and values.global.caAddress with its address. In the list of istio-csr, keep the old revision beside the new one until nobody is connected to it.",
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
} satisfies Record<string, RuleDoc>;
