import type { RuleDoc } from "./doc";

/** Each distribution is decided by a list of its own. */
const vendorLists =
  "For OpenShift Service Mesh 3 and Alauda Service Mesh 2 the lists of their forks decide instead: pkg/istioversion/versions.ossm.yaml (https://github.com/openshift-service-mesh/sail-operator) and alauda-versions.yaml (https://github.com/alauda-mesh/sail-operator)";
const versionsYaml =
  "Sail Operator, its list of versions, from which the enums in its CRDs are made: https://github.com/istio-ecosystem/sail-operator/blob/main/pkg/istioversion/versions.yaml";

/** What a Subscription's channel and approval do; for findings about them, of which the first citation does not speak. */
export const subscriptionCitation =
  "Red Hat OpenShift Service Mesh 3, Updating: about the Operator update process (channels and approval of an OLM Subscription)";

/** The same where the operator is not Red Hat's. */
export const olmSubscription = "OLM, Subscription: https://olm.operatorframework.io/docs/concepts/crds/subscription/";

const olmWorkflow =
  "OLM, workflow: the order in which a Subscription's updates are looked for, channel head first: https://docs.okd.io/latest/operators/understanding/olm/olm-workflow.html";

export const versionRules = {
  VER001: {
    severity: "error",
    says: "A version is not known to the distribution's catalogue, or not to the operator release or channel in force.",
    why: "spec.version is an enum in the CRD: the API server refuses a version that this operator release does not list, and the sync fails half-way.",
    fix: "Use a version that `meshstep catalog` lists. If your operator is newer than the catalogue, describe its release in a file and name that under spec.catalogs, or with --with for check.",
    citations: [versionsYaml, vendorLists],
  },
  VER002: {
    severity: "error",
    says: "A version is known but end of life in the operator release in force; a warning where that one is not known and all releases of late say so, and for a Helm chart istiod of such a minor.",
    why: "End-of-life versions stay in the enum, so the API server accepts them, but the controller refuses to install them: the running pods stay up and nothing manages them.",
    fix: "Move the mesh to a version that the release installs before the operator is raised.",
    citations: [
      "Sail Operator, pkg/istioversion/version.go: an end-of-life version cannot be installed",
      "istio-ecosystem/sail-operator issue 1689: an object at an end-of-life version fails for ever",
      versionsYaml,
      vendorLists,
    ],
  },
  VER003: {
    severity: "error",
    says: "In a step to another operator release: the running version is not installable there.",
    why: "Patch releases of operators do not contain each other: OpenShift Service Mesh 3.2.5 runs 1.27.9, which 3.3.0 to 3.3.2 do not know. After such a move the mesh is unmanaged.",
    fix: "Move to the operator release that the message names, or first move the mesh to a patch that both releases install.",
    citations: [versionsYaml, vendorLists, "Red Hat OpenShift Service Mesh 3, release notes: version support tables"],
  },
  VER004: {
    severity: "warning",
    says: "A floating reference: no spec.version (an error where a step takes it away), in a chart neither, an alias (vX.Y-latest; an error under RevisionBased and on IstioRevision), a chart or ClusterExtension of no version, or a Subscription approved by itself or of no minor (in mesh.yaml both: an error).",
    why: "What it stands for is not decided in Git: a missing version by the release under which the object was made (seen: until an apply goes over to the server's side), an alias by the operator's next update (under RevisionBased in place, under one name), the operator by the next head of its channel.",
    fix: "Write the exact version, a channel such as stable-3.1, and installPlanApproval: Manual (approval in mesh.yaml). meshstep resolves aliases of mesh.yaml and emits exact versions.",
    citations: [
      "Sail Operator, issue 2080: https://github.com/istio-ecosystem/sail-operator/issues/2080",
      subscriptionCitation,
      olmSubscription,
    ],
  },
  VER005: {
    severity: "error",
    says: "An API version or a field is not served by the operator release in force; in a step, ZTunnel goes back to an older API version with a field that the newer one does not have.",
    why: "A version that is not served fails the sync; a field that the CRD does not know is pruned in silence, so that the setting never applies and Argo CD stays OutOfSync.",
    fix: "Correct the name, leave the field out until the operator release that serves it is in force (`meshstep catalog`), or raise the operator first. The CRDs of a release that meshstep does not know are given with --crds.",
    citations: [
      "Sail Operator, the CRDs that each release brings: https://github.com/istio-ecosystem/sail-operator/tree/main/chart/crds",
      "Kubernetes, CustomResourceDefinitions: field pruning",
      "istio-ecosystem/sail-operator issue 75: updateWorkloads is not implemented",
    ],
  },
  VER006: {
    severity: "error",
    says: "spec.version of a Sail object has no `v`.",
    why: "The CRD's enum holds v1.28.5, not 1.28.5: the object is refused. Several vendor documents show it without.",
    fix: "Write the version with its `v`.",
    citations: [
      "Sail Operator, API reference: spec.version",
      "Red Hat OpenShift Service Mesh 3, Updating, chapter 4 (its command is right, its prose is not)",
    ],
  },
  VER007: {
    severity: "error",
    says: "Values choose an image tag, so that what runs is not spec.version; a warning where both are equal, for proxies of pods that name an image of their own, and for a part alone that does not name the registry of the others, or the Secret for it.",
    why: "The skew proof reads spec.version and the gates read the label that the chart derives from it: neither sees the override, and a phase that looks done has moved nothing.",
    fix: "Leave tags and digests out of values and let spec.version choose; a mirror is named by hub alone.",
    citations: [
      "Istio, charts istiod, cni and ztunnel: an image is hub/image:tag, and one with a slash is used as it stands: https://github.com/istio/istio/tree/master/manifests/charts",
      "Sail Operator, API reference: spec.version, spec.values",
    ],
  },
  VER008: {
    severity: "warning",
    says: "A version on the way, or at its end, has known faults that this mesh meets.",
    why: "Some patches break proxies that have not rolled yet, hang a roll of the CNI or restart every gateway with istiod. The planner goes around them where a row of the same length does; what is left was asked for, or has no way around.",
    fix: "Take the version that the hint names, or accept the fault by its name under spec.upgrade.acceptFaults. `meshstep explain` shows each by its name.",
    citations: [
      "meshstep, its ledger of changes and faults, each with its source: meshstep changes",
      "Istio, release notes of each patch: https://istio.io/latest/news/releases/",
    ],
  },
  VER009: {
    severity: "error",
    says: "OLM will not offer this release: a planned operator release is not the newest known one of the channel that it comes from.",
    why: "OLM proposes the head of the channel and reads startingCSV at the first install only. A phase that waits for an older release waits for ever, or somebody approves the head, for which nothing was planned.",
    fix: "Plan for the newest release of the channel, or mirror a catalogue that ends at the wanted one and say spec.operator.catalog: pinned: docs/operators.md shows how.",
    citations: [
      olmWorkflow,
      "operator-framework/operator-lifecycle-manager issues 1895 and 2855: approvals and startingCSV after the install",
      subscriptionCitation,
    ],
  },
  VER010: {
    severity: "warning",
    says: "A file of yours (spec.catalogs, --with) changes an operator release that ships with meshstep.",
    why: "Every plan and every check then trusts the file instead of the catalogue: a version that it forgets is refused, one that it invents is planned and fails in the cluster.",
    fix: "Describe only releases that `meshstep catalog` does not show. Where the catalogue itself is wrong, keep the file; the warning says what it changes.",
    citations: ["meshstep, README: what it knows, and what it does not", versionsYaml],
  },
  VER012: {
    severity: "error",
    says: "The charts have no file for a profile: a compatibility profile that those of the version do not carry, or one that only istioctl has (default, minimal); or the operator does not take a value that keeps an old behaviour.",
    why: "A profile without its file is a template error: nothing of the chart is rendered, and the object stays as it was with Reconciled False. The compatibility profile of a minor comes with the charts of the next one and goes after a few more. A value that the CRD does not have is dropped in silence.",
    fix: "Set a profile in the commit that moves the version, and take it out or raise it before the charts drop it: spec.upgrade.keepBehaviour does both. What has no profile is kept by its own value: meshstep changes names it.",
    citations: [
      "Istio, compatibility versions: https://istio.io/latest/docs/setup/additional-setup/compatibility-versions/",
      "Istio, manifests/zzz_profile.yaml: `unknown compatibility version`: https://github.com/istio/istio/blob/master/manifests/zzz_profile.yaml",
    ],
  },
  VER013: {
    severity: "warning",
    says: "In a step that is no plan's, a part goes down in the wrong order: IstioCNI before ZTunnel, or the control plane before both or with them, within its minor or by more as a revision or alone (a Helm chart istiod by a minor). The way back is ZTunnel, then IstioCNI, then the control plane.",
    why: "The data plane is never newer than the control plane that serves it, and it was not tested so. By itself a version that goes down is mostly a merge that went wrong: what the versions between have mended is broken again.",
    fix: "Keep the version; or walk back all parts, ztunnel first and the control plane last, one after the other.",
    citations: [
      "Istio, Upgrade an ambient mesh: https://istio.io/latest/docs/ambient/upgrade/helm/",
      "Istio, Supported Releases: https://istio.io/latest/docs/releases/supported-releases/",
    ],
  },
} satisfies Record<string, RuleDoc>;
