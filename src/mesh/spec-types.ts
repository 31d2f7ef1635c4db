/*
 * Written by scripts/schema.mjs from src/mesh/schema.ts; after a change there: npm run schema.
 */

/**
 * A mesh as in `spec` of mesh.yaml: what runs now, and where it should go.
 * @example const spec: MeshSpecInput = { distribution: "openshift", dataPlane: "ambient", version: "v1.28.4", operator:
 * { release: "3.3.1" }, upgrade: { to: "v1.28.5" } };
 */
export interface MeshSpecInput {
  /** Whose operator runs the mesh. */
  readonly distribution: "sail" | "openshift" | "alauda";
  /** How workloads join the mesh: `ambient` through ZTunnel and waypoints, `sidecar` through a proxy in every pod. */
  readonly dataPlane: "ambient" | "sidecar";
  /**
   * The Istio version that the mesh runs now.
   * @example "v1.26.3"
   */
  readonly version: string;
  /** The operator that runs the mesh. */
  readonly operator: OperatorSpec;
  /**
   * Files with operator releases that are newer than meshstep's own catalogue. Globs, relative to mesh.yaml.
   * @default none
   * @example ["./releases.yaml"]
   */
  readonly catalogs?: readonly string[] | undefined;
  /**
   * Files with changes and platform windows that meshstep's own ledger does not have.
   * @default none
   * @example ["./ledger.yaml"]
   */
  readonly ledger?: readonly string[] | undefined;
  /** The cluster, so that the plan keeps to what each release runs on. */
  readonly platform?: PlatformSpec | undefined;
  /**
   * What runs where it is not simply `version`: in the middle of an upgrade. `meshstep rebase` writes it.
   * @default every part runs version
   * @example { controlPlane: "v1.28.5" }
   */
  readonly running?: RunningSpec | undefined;
  /** Where to go; left out, only the baseline is emitted. */
  readonly upgrade?: UpgradeSpec | undefined;
  /**
   * Who signs certificates. `istio-csr`: cert-manager's, also that of istiod's own Service, which has a name for each
   * revision in a list of istio-csr. Under RevisionBased the new revision is listed by hand before it begins, and the
   * old one leaves the list last; phases hold until that is done.
   * @default istiod itself, or a CA that does not know revisions
   * @example "istio-csr"
   */
  readonly certificates?: "istio-csr" | undefined;
  /** The Istio object: istiod and what it may see. */
  readonly controlPlane?: ControlPlaneSpec | undefined;
  /**
   * IstioCNI: this mesh's own, or the one of the cluster that somebody else owns. Ambient meshes always have their own.
   */
  readonly cni?: CniSpec | undefined;
  /** ZTunnel. Ambient meshes always have it, sidecar meshes never. */
  readonly ztunnel?: ZtunnelSpec | undefined;
  /**
   * Revision tags, for RevisionBased: namespaces that follow one are moved by moving it, and not by their labels.
   * @default none
   */
  readonly revisionTags?: readonly RevisionTagSpec[] | undefined;
  /**
   * Application namespaces: what the mesh writes on each.
   * @default none
   */
  readonly namespaces?: readonly NamespaceSpec[] | undefined;
  /**
   * Gateways for traffic in and out of the mesh, whose objects are in `manifests` or elsewhere. Their proxies are part
   * of the state: planned, proved, restarted where istiod does not roll them, and checked.
   * @default none
   */
  readonly gateways?: readonly GatewaySpec[] | undefined;
  /**
   * Waypoints, as Gateways that meshstep writes. Ambient meshes only.
   * @default none
   */
  readonly waypoints?: readonly WaypointSpec[] | undefined;
  /**
   * Files that every snapshot carries unchanged: routes, policies. Globs, relative to mesh.yaml; `!…` leaves files out.
   * @default none
   * @example ["./l7/*.yaml", "!./l7/draft.yaml"]
   */
  readonly manifests?: readonly string[] | undefined;
  /** What proves that traffic flows, after each phase that moves something. */
  readonly verify?: VerifySpec | undefined;
  /** What brings the manifests into the cluster. */
  readonly delivery?: DeliverySpec | undefined;
}

/**
 * The operator that runs the mesh.
 * @example const spec: OperatorSpec = { release: "3.1.2" };
 */
export interface OperatorSpec {
  /**
   * The operator release that is installed now.
   * @example "3.1.2"
   */
  readonly release: string;
  /** Set when the OLM Subscription is in Git too; without it an operator hop is a manual phase. */
  readonly subscription?: OperatorSubscriptionSpec | undefined;
  /**
   * Set when the Sail Operator was installed by its Helm chart, and not by OLM: an operator hop is then one of the
   * chart's version. Any release can be had.
   */
  readonly helm?: OperatorHelmSpec | undefined;
  /**
   * Where the operator lives when its Subscription is not in Git: for commands, and for Jobs, which ask after an
   * operator phase who leads it only where this is said.
   * @default the distribution's usual one, for commands
   * @example "openshift-operators"
   */
  readonly namespace?: string | undefined;
  /**
   * What OLM is offered. `head`: the catalogue that everybody follows, where only the newest release of a channel can
   * be had. `pinned`: a mirrored catalogue of your own that holds exactly what is planned, see docs/operators.md.
   * @default head
   */
  readonly catalog?: "head" | "pinned" | undefined;
}

/**
 * Set when the OLM Subscription is in Git too; without it an operator hop is a manual phase.
 * @example const spec: OperatorSubscriptionSpec = { namespace: "openshift-operators", channel: "stable-3.1" };
 */
export interface OperatorSubscriptionSpec {
  /**
   * Namespace of the OLM Subscription.
   * @example "openshift-operators"
   */
  readonly namespace: string;
  /**
   * OLM channel. A channel without a minor can cross minors on its own.
   * @example "stable-3.1"
   */
  readonly channel: string;
  /**
   * Who approves InstallPlans.
   * @default Manual
   */
  readonly approval?: "Automatic" | "Manual" | undefined;
  /**
   * Name of the Subscription.
   * @default the distribution's package
   * @example "servicemeshoperator3"
   */
  readonly name?: string | undefined;
  /**
   * CatalogSource that holds the package.
   * @default the distribution's
   * @example "redhat-operators"
   */
  readonly source?: string | undefined;
  /**
   * Namespace of the CatalogSource.
   * @default the distribution's
   * @example "openshift-marketplace"
   */
  readonly sourceNamespace?: string | undefined;
  /**
   * Name of the OperatorGroup, which is written where the operator's namespace is ours (`ownership: owned`). A
   * namespace takes one: name the one that is there.
   * @default the distribution's package
   * @example "openshift-operators"
   */
  readonly operatorGroup?: string | undefined;
  /**
   * `spec.config` of the Subscription: where the operator's pod runs, its resources and environment. Passed through
   * untouched; the pod restarts when it changes.
   * @default none
   * @example { nodeSelector: { "node-role.kubernetes.io/infra": "" } }
   */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /**
   * More labels on the object, for other tools.
   * @default none
   * @example { team: "platform" }
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * More annotations on the object, besides those for Argo CD and Flux that meshstep writes.
   * @default none
   * @example { owner: "platform" }
   */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/**
 * Set when the Sail Operator was installed by its Helm chart, and not by OLM: an operator hop is then one of the
 * chart's version. Any release can be had.
 * @example const spec: OperatorHelmSpec = { namespace: "sail-operator" };
 */
export interface OperatorHelmSpec {
  /**
   * Namespace that the chart is installed into: the operator runs there, and its lease is there.
   * @example "sail-operator"
   */
  readonly namespace: string;
  /**
   * Name of the Helm release.
   * @default sail-operator
   * @example "sail"
   */
  readonly name?: string | undefined;
  /**
   * Repository of the chart, without the chart's own name.
   * @default https://istio-ecosystem.github.io/sail-operator
   * @example "oci://registry.example.com/charts"
   */
  readonly repository?: string | undefined;
  /**
   * The object in Git that has the chart installed: its version is what an operator phase raises.
   * @default nobody: people run helm
   */
  readonly installedBy?: OperatorHelmInstalledBySpec | undefined;
}

/**
 * The object in Git that has the chart installed: its version is what an operator phase raises.
 * @example const spec: OperatorHelmInstalledBySpec = { kind: "HelmRelease", namespace: "argocd", name: "sail-operator"
 * };
 */
export interface OperatorHelmInstalledBySpec {
  /**
   * Of Argo CD, or of Flux.
   * @example "HelmRelease"
   */
  readonly kind: "Application" | "HelmRelease";
  /**
   * Its namespace.
   * @example "argocd"
   */
  readonly namespace: string;
  /**
   * Its name.
   * @example "sail-operator"
   */
  readonly name: string;
}

/**
 * The cluster, so that the plan keeps to what each release runs on.
 * @example const spec: PlatformSpec = { kind: "openshift", version: "4.18" };
 */
export interface PlatformSpec {
  /** `acp` is Alauda Container Platform. */
  readonly kind: "openshift" | "kubernetes" | "acp";
  /**
   * Its minor now, or `1.33` and the like for plain Kubernetes.
   * @example "4.18"
   */
  readonly version: string;
}

/**
 * What runs where it is not simply `version`: in the middle of an upgrade. `meshstep rebase` writes it.
 * @example const spec: RunningSpec = { operator: "3.2.1" };
 */
export interface RunningSpec {
  /**
   * The operator release that is installed.
   * @default operator.release
   * @example "3.2.1"
   */
  readonly operator?: string | undefined;
  /**
   * `spec.version` of the Istio object. Under RevisionBased, while two control planes stand side by side, a list of
   * both: that of `version`, and last the one that Istio asks for by now.
   * @default version
   * @example ["v1.28.5", "v1.30.3"]
   */
  readonly controlPlane?: string | readonly string[] | undefined;
  /**
   * `spec.version` of IstioCNI.
   * @default version
   * @example "v1.28.5"
   */
  readonly cni?: string | undefined;
  /**
   * `spec.version` of ZTunnel. Under OnDelete a list, the newest of which is that of the object.
   * @default version
   * @example ["v1.27.3", "v1.28.5"]
   */
  readonly ztunnel?: string | readonly string[] | undefined;
  /**
   * Proxies of the waypoints, which istiod rolls by itself.
   * @default controlPlane
   * @example "v1.28.5"
   */
  readonly waypoints?: string | undefined;
  /**
   * Proxies of the gateways.
   * @default version for those that people restart, controlPlane for those that istiod rolls
   * @example ["v1.27.3", "v1.28.5"]
   */
  readonly gateways?: string | readonly string[] | undefined;
  /**
   * Sidecars, also by namespace: what its pods run by now. Under RevisionBased with two control planes gateways'
   * namespaces are among them.
   * @default version, and beside it that of a control plane that has moved on; of a namespace that asks for the new one
   * of two both, as its pods may have restarted or not
   * @example { canary: "v1.30.3" }
   */
  readonly workloads?: string | readonly string[] | Readonly<Record<string, string | readonly string[]>> | undefined;
  /**
   * With two control planes: the revision tags, and the namespaces without a tag, that ask for another one than that of
   * `version`, and its version.
   * @default all of them ask for that of `version`
   * @example { stable: "v1.30.3" }
   */
  readonly revisions?: Readonly<Record<string, string>> | undefined;
  /**
   * With two control planes: the gateways that ask for another one than that of `version` by themselves (Gateway API,
   * self-managed), as `namespace/name`, and its version.
   * @default all of them ask for that of `version`
   * @example { "bank/public": "v1.30.3" }
   */
  readonly gatewayRevisions?: Readonly<Record<string, string>> | undefined;
  /**
   * With two control planes: the gateways beside which a second Deployment stands, as `namespace/deployment`; it is
   * taken away where the gateway itself moves.
   * @default those with a `canary` whose namespace's own label has moved while its pods run both versions; none where
   * the namespace follows a tag
   * @example ["ingress/public"]
   */
  readonly gatewayCanaries?: readonly string[] | undefined;
  /**
   * RevisionBased: the version whose revision meshstep's own tag holds, from the first phase of a row to its last.
   * @default none is held
   * @example "v1.28.5"
   */
  readonly hold?: string | undefined;
  /**
   * RevisionBased with `certificates: istio-csr` and one control plane: the version of a revision that istio-csr has in
   * its list beside that of the control plane. A row that does not bring it ends by taking it out.
   * @default none
   * @example "v1.28.5"
   */
  readonly listed?: string | undefined;
  /**
   * The API version that ZTunnel is written in, right after an operator brought a newer one.
   * @default the newest that the operator serves
   */
  readonly ztunnelApiVersion?: "v1alpha1" | "v1" | undefined;
  /**
   * Values that keep an old behaviour for a while: `keepBehaviour` has set them, and the phases at the end of the row
   * take them away. A value that is to stay belongs under `values`.
   * @default none
   * @example { "Istio.spec.values.compatibilityVersion": "1.28" }
   */
  readonly kept?: Readonly<Record<string, string | boolean | number>> | undefined;
}

/**
 * Where to go; left out, only the baseline is emitted.
 * @example const spec: UpgradeSpec = { to: "v1.28.5" };
 */
export interface UpgradeSpec {
  /**
   * The wanted Istio version.
   * @example "v1.28.5"
   */
  readonly to: string;
  /**
   * How the control plane moves. `InPlace`: the one istiod is replaced. `RevisionBased`: the new one comes beside the
   * old, and workloads move to it cohort by cohort; sidecar meshes only.
   * @default as it runs now
   */
  readonly strategy?: "InPlace" | "RevisionBased" | undefined;
  /**
   * `combined` asks for control plane, CNI and ZTunnel in one phase; the proof decides whether that is allowed.
   * @default separate
   */
  readonly phases?: "separate" | "combined" | undefined;
  /**
   * Sidecar meshes only: namespaces whose workloads restart together, cohort by cohort in this order; under
   * RevisionBased also revision tags, which stand for the namespaces that follow them. Each cohort is a phase, and what
   * it ends with must hold before the next. Namespaces that no cohort names come last.
   * @default under InPlace all of them restart in one phase; under RevisionBased one tag after the other, then one
   * namespace after the other
   * @example [["canary"], ["bank", "pay"]]
   */
  readonly cohorts?: readonly (readonly string[])[] | undefined;
  /**
   * Sidecar meshes only: who restarts workloads when their sidecars are to change. `manual`: people, by the commands in
   * PHASE.md. `job`: a Job in each namespace, with rights on that namespace and only while a phase needs them; gateways
   * and namespaces with `ownership: external` are left to people.
   * @default manual
   * @example "job"
   */
  readonly restarts?: "manual" | "job" | undefined;
  /**
   * Jumps over a minor that you accept by name.
   * @default none
   * @example ["1.24->1.26"]
   */
  readonly acceptVendorJumps?: readonly string[] | undefined;
  /**
   * What you accept by name although it is not quite safe. `proxies-ahead`: while a downgrade over a minor is under
   * way, proxies that istiod rolls are newer than istiod for as long as their rollout takes.
   * @default none
   */
  readonly accept?: readonly "proxies-ahead"[] | undefined;
  /**
   * Known faults of versions that you accept by the name of their row, as `meshstep changes` prints it.
   * @default none
   * @example ["gitops-vs-push-storm"]
   */
  readonly acceptFaults?: readonly string[] | undefined;
  /**
   * What should stay as it is while versions move, and change afterwards, one thing at a time: each version then
   * travels with what keeps its old behaviour, and a phase after the verification takes it away. `all`: whatever the
   * ledger can keep, but for what is about security; or rows by their names, as `meshstep changes` prints them.
   * @default nothing is kept
   * @example "all"
   */
  readonly keepBehaviour?: "all" | readonly string[] | undefined;
  /**
   * The operator release to end at.
   * @default the newest release of the lowest minor that can install what is wanted
   */
  readonly operator?: UpgradeOperatorSpec | undefined;
  /**
   * Values that come with a minor, by that minor in quotes: they are set in the same commit that brings the part there,
   * over the part's own `values`, and stay. For keys that only the new version knows or needs; `null` takes a key out
   * from there on.
   * @default none
   * @example { "1.28": { controlPlane: { pilot: { env: { PILOT_ENABLE_IP_AUTOALLOCATE: "true" } } } } }
   */
  readonly values?: Readonly<Record<string, UpgradeValueSpec>> | undefined;
  /** Settings that roll ZTunnel by themselves: a phase of their own, before any version moves. */
  readonly ztunnel?: UpgradeZtunnelSpec | undefined;
}

/**
 * The operator release to end at.
 * @example const spec: UpgradeOperatorSpec = { release: "3.2.1" };
 */
export interface UpgradeOperatorSpec {
  /**
   * Its version.
   * @example "3.2.1"
   */
  readonly release: string;
}

/**
 * Values that come with a minor, by that minor in quotes: they are set in the same commit that brings the part there,
 * over the part's own `values`, and stay. For keys that only the new version knows or needs; `null` takes a key out
 * from there on.
 * @example const spec: UpgradeValueSpec = { controlPlane: { pilot: { env: { PILOT_ENABLE_IP_AUTOALLOCATE: "true" } } }
 * };
 */
export interface UpgradeValueSpec {
  /**
   * For the Istio object.
   * @example { pilot: { env: { PILOT_ENABLE_IP_AUTOALLOCATE: "true" } } }
   */
  readonly controlPlane?: Readonly<Record<string, unknown>> | undefined;
  /**
   * For IstioCNI.
   * @example { cni: { logging: { level: "info" } } }
   */
  readonly cni?: Readonly<Record<string, unknown>> | undefined;
  /**
   * For ZTunnel.
   * @example { ztunnel: { logLevel: "info" } }
   */
  readonly ztunnel?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Settings that roll ZTunnel by themselves: a phase of their own, before any version moves.
 * @example const spec: UpgradeZtunnelSpec = { terminationGracePeriodSeconds: 300 };
 */
export interface UpgradeZtunnelSpec {
  /**
   * Seconds that an old ztunnel keeps draining connections.
   * @default as it runs now
   * @example 300
   */
  readonly terminationGracePeriodSeconds?: number | undefined;
  /**
   * `OnDelete` leaves it to people to replace each node's ztunnel after draining the node.
   * @default as it runs now
   */
  readonly updateStrategy?: "RollingUpdate" | "OnDelete" | undefined;
}

/**
 * The Istio object: istiod and what it may see.
 * @example const spec: ControlPlaneSpec = { name: "default" };
 */
export interface ControlPlaneSpec {
  /**
   * Name of the Istio object, and of its revision under InPlace.
   * @default default
   */
  readonly name?: string | undefined;
  /**
   * `spec.updateStrategy.type` of the Istio object, as it runs now.
   * @default spec.upgrade.strategy; without that InPlace
   */
  readonly updateStrategy?: "InPlace" | "RevisionBased" | undefined;
  /**
   * RevisionBased: seconds for which the operator keeps a revision that Istio does not ask for after its last use. No
   * row relies on it, as a tag holds the old revision; one that is said and is shorter than the gates of a row may take
   * is an error.
   * @default the operator's 30
   * @example 86400
   */
  readonly inactiveRevisionDeletionGracePeriodSeconds?: number | undefined;
  /**
   * Namespace of istiod.
   * @default istio-system
   */
  readonly namespace?: string | undefined;
  /** Replicas of istiod with a PodDisruptionBudget, so that one is always there while another restarts. */
  readonly highAvailability?: ControlPlaneHighAvailabilitySpec | undefined;
  /**
   * Only namespaces that match one of these belong to the mesh. A namespace of the mesh that matches none gets the
   * labels of the first that it can match.
   * @default all
   */
  readonly discoverySelectors?: readonly ControlPlaneDiscoverySelectorSpec[] | undefined;
  /**
   * Anything that the Istio object accepts under `spec.values`; passed through untouched. What contradicts another key,
   * and `null`, are errors.
   * @default none
   * @example { meshConfig: { accessLogFile: "/dev/stdout" } }
   */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Profile of the charts; sidecar meshes only.
   * @default none
   * @example "default"
   */
  readonly profile?:
    | "default"
    | "demo"
    | "empty"
    | "external"
    | "openshift"
    | "preview"
    | "remote"
    | "stable"
    | undefined;
  /**
   * More labels on the object, for other tools.
   * @default none
   * @example { team: "platform" }
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * More annotations on the object, besides those for Argo CD and Flux that meshstep writes.
   * @default none
   * @example { owner: "platform" }
   */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/**
 * Replicas of istiod with a PodDisruptionBudget, so that one is always there while another restarts.
 * @example const spec: ControlPlaneHighAvailabilitySpec = { minReplicas: 2 };
 */
export interface ControlPlaneHighAvailabilitySpec {
  /**
   * How many there are at least. The autoscaler may run more; where `values` switch it off, it is how many there are.
   * @example 2
   */
  readonly minReplicas: number;
}

/**
 * Only namespaces that match one of these belong to the mesh. A namespace of the mesh that matches none gets the labels
 * of the first that it can match.
 * @example const spec: ControlPlaneDiscoverySelectorSpec = { matchLabels: { "istio-discovery": "enabled" } };
 */
export interface ControlPlaneDiscoverySelectorSpec {
  /**
   * Labels that a namespace must have, with these values.
   * @example { "istio-discovery": "enabled" }
   */
  readonly matchLabels?: Readonly<Record<string, string>> | undefined;
  /** More conditions; all of them must hold. */
  readonly matchExpressions?: readonly ControlPlaneDiscoverySelectorMatchExpressionSpec[] | undefined;
}

/**
 * More conditions; all of them must hold.
 * @example const spec: ControlPlaneDiscoverySelectorMatchExpressionSpec = { key: "istio-discovery", operator: "In" };
 */
export interface ControlPlaneDiscoverySelectorMatchExpressionSpec {
  /**
   * The label.
   * @example "istio-discovery"
   */
  readonly key: string;
  /** What must be true of it. */
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  /**
   * At least one for `In` and `NotIn`, none for the others.
   * @example ["enabled"]
   */
  readonly values?: readonly string[] | undefined;
}

/**
 * IstioCNI: this mesh's own, or the one of the cluster that somebody else owns. Ambient meshes always have their own.
 * @example const spec: CniSpec = { ownership: "external" };
 */
export interface CniSpec {
  /**
   * Whose the IstioCNI is: a cluster has one for all of its control planes. `owned`: this mesh has it in its folder,
   * and moves it. `external`: another mesh of the cluster or another repository does. No phase writes or moves it then,
   * its version is what `spec.running.cni` says, and it may stand one minor on either side of this control plane; gates
   * still ask whether it is there and how far away. Sidecar meshes only.
   * @default owned
   * @example "external"
   */
  readonly ownership?: "owned" | "external" | undefined;
  /**
   * Namespace of the istio-cni-node DaemonSet.
   * @default istio-cni
   */
  readonly namespace?: string | undefined;
  /**
   * Anything that the IstioCNI object accepts under `spec.values`; passed through untouched.
   * @default none
   * @example { cni: { logging: { level: "info" } } }
   */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Profile of the charts; sidecar meshes only.
   * @default none
   * @example "default"
   */
  readonly profile?:
    | "default"
    | "demo"
    | "empty"
    | "external"
    | "openshift"
    | "preview"
    | "remote"
    | "stable"
    | undefined;
  /**
   * More labels on the object, for other tools.
   * @default none
   * @example { team: "platform" }
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * More annotations on the object, besides those for Argo CD and Flux that meshstep writes.
   * @default none
   * @example { owner: "platform" }
   */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/**
 * ZTunnel. Ambient meshes always have it, sidecar meshes never.
 * @example const spec: ZtunnelSpec = { namespace: "ztunnel" };
 */
export interface ZtunnelSpec {
  /**
   * Namespace of the ztunnel DaemonSet.
   * @default ztunnel
   */
  readonly namespace?: string | undefined;
  /**
   * Seconds that an old ztunnel keeps draining connections, as it runs now. To change it, see spec.upgrade.ztunnel.
   * @default the chart's 30
   * @example 300
   */
  readonly terminationGracePeriodSeconds?: number | undefined;
  /**
   * How the DaemonSet rolls, as it runs now.
   * @default the chart's RollingUpdate
   */
  readonly updateStrategy?: "RollingUpdate" | "OnDelete" | undefined;
  /**
   * Anything that the ZTunnel object accepts under `spec.values`; passed through untouched.
   * @default none
   * @example { ztunnel: { logLevel: "info" } }
   */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /**
   * More labels on the object, for other tools.
   * @default none
   * @example { team: "platform" }
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * More annotations on the object, besides those for Argo CD and Flux that meshstep writes.
   * @default none
   * @example { owner: "platform" }
   */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/**
 * Revision tags, for RevisionBased: namespaces that follow one are moved by moving it, and not by their labels.
 * @example const spec: RevisionTagSpec = { name: "default" };
 */
export interface RevisionTagSpec {
  /**
   * Name of the IstioRevisionTag: what namespaces put into `istio.io/rev`.
   * @example "default"
   */
  readonly name: string;
}

/**
 * Application namespaces: what the mesh writes on each.
 * @example const spec: NamespaceSpec = { name: "bookinfo" };
 */
export interface NamespaceSpec {
  /**
   * Name of the Namespace.
   * @example "bookinfo"
   */
  readonly name: string;
  /**
   * `owned`: the Namespace is ours, as a full object. `shared`: somebody else's object on which the mesh labels are
   * ours; they are checked, and where they must change a Job sets them. `external`: the owner sets the labels too; we
   * check them and say what to write.
   * @default shared
   */
  readonly ownership?: "owned" | "shared" | "external" | undefined;
  /**
   * The namespace is not in the mesh yet: a phase of its own gives it its mesh labels, before any version moves.
   * `meshstep rebase` takes the key out when that phase is done.
   * @default false
   */
  readonly joins?: boolean | undefined;
  /**
   * `none` for a namespace that only hosts a waypoint or is only discovered.
   * @default the mesh's
   */
  readonly dataPlane?: "ambient" | "sidecar" | "none" | undefined;
  /**
   * Under RevisionBased, the tag that its `istio.io/rev` names. The tag `default` is asked for by `istio-injection:
   * enabled` just as well: where that is among its `labels`, no other label is written.
   * @default none: the label names the revision itself, and moves with each upgrade
   * @example "stable"
   */
  readonly revisionTag?: string | undefined;
  /** The waypoint that this namespace's services use. */
  readonly waypoint?: NamespaceWaypointSpec | undefined;
  /**
   * More labels of ours on this namespace. Under InPlace, `istio.io/rev: default` among them asks for the control plane
   * `default`, and no `istio-injection` is written.
   * @default none
   * @example { team: "shop" }
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * More annotations on the object of an `owned` one, besides those for Argo CD and Flux that meshstep writes.
   * @default none
   * @example { owner: "platform" }
   */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/**
 * The waypoint that this namespace's services use.
 * @example const spec: NamespaceWaypointSpec = { name: "waypoint" };
 */
export interface NamespaceWaypointSpec {
  /**
   * Name of its Gateway.
   * @example "waypoint"
   */
  readonly name: string;
  /**
   * Where the waypoint lives.
   * @default this namespace
   * @example "istio-ingress"
   */
  readonly namespace?: string | undefined;
}

/**
 * Gateways for traffic in and out of the mesh, whose objects are in `manifests` or elsewhere. Their proxies are part of
 * the state: planned, proved, restarted where istiod does not roll them, and checked.
 * @example const spec: GatewaySpec = { name: "ingress", namespace: "istio-ingress", kind: "injected" };
 */
export interface GatewaySpec {
  /**
   * Its name: of the Gateway object for `gateway-api`, else what you call it.
   * @example "ingress"
   */
  readonly name: string;
  /**
   * Namespace of its proxies.
   * @example "istio-ingress"
   */
  readonly namespace: string;
  /**
   * Who brings its proxy to a new version. `injected`: istiod's webhook, when the pod restarts. `gateway-api`: istiod
   * itself, which deploys the proxies of a Gateway. `self-managed`: you, by changing its image.
   */
  readonly kind: "injected" | "gateway-api" | "self-managed";
  /**
   * The Deployment of its proxies.
   * @default the name; for `gateway-api` what istiod calls it, by the class
   * @example "ingress"
   */
  readonly deployment?: string | undefined;
  /**
   * Injected gateways under RevisionBased: before the gateway itself restarts, a second Deployment of the new revision,
   * called `<deployment>-canary`, takes its share of the traffic behind the same Service.
   * @default none: it restarts in place, with the surge of its own strategy
   */
  readonly canary?: GatewayCanarySpec | undefined;
}

/**
 * Injected gateways under RevisionBased: before the gateway itself restarts, a second Deployment of the new revision,
 * called `<deployment>-canary`, takes its share of the traffic behind the same Service.
 * @example const spec: GatewayCanarySpec = { replicas: 1 };
 */
export interface GatewayCanarySpec {
  /**
   * Pods of the second Deployment; beside those of the first, they are its share.
   * @example 1
   */
  readonly replicas: number;
}

/**
 * Waypoints, as Gateways that meshstep writes. Ambient meshes only.
 * @example const spec: WaypointSpec = { name: "waypoint", namespace: "bookinfo" };
 */
export interface WaypointSpec {
  /**
   * Name of its Gateway.
   * @example "waypoint"
   */
  readonly name: string;
  /**
   * Namespace of its Gateway.
   * @example "bookinfo"
   */
  readonly namespace: string;
  /**
   * What traffic goes through it.
   * @default service
   */
  readonly for?: "service" | "workload" | "all" | "none" | undefined;
}

/**
 * What proves that traffic flows, after each phase that moves something.
 * @example const spec: VerifySpec = { requests: [{ name: "curl-may-read", from: { namespace: "default", serviceAccount:
 * "curl" }, url: "http://productpage.bookinfo:9080/productpage", expect: { status: 200 } }] };
 */
export interface VerifySpec {
  /**
   * Requests that must be answered as expected.
   * @default none
   */
  readonly requests?: readonly VerifyRequestSpec[] | undefined;
  /** Where `slos` are asked: a Prometheus, or what answers its queries. */
  readonly prometheus?: VerifyPrometheusSpec | undefined;
  /**
   * Bounds on what Prometheus measures, for phases that move something. They are asked last.
   * @default none
   */
  readonly slos?: readonly VerifySloSpec[] | undefined;
}

/**
 * Requests that must be answered as expected.
 * @example const spec: VerifyRequestSpec = { name: "curl-may-read", from: { namespace: "default", serviceAccount:
 * "curl" }, url: "http://productpage.bookinfo:9080/productpage", expect: { status: 200 } };
 */
export interface VerifyRequestSpec {
  /**
   * Name of the check in reports, and of its Job.
   * @example "curl-may-read"
   */
  readonly name: string;
  /** Who asks: a running pod of this service account, with curl in it. */
  readonly from: VerifyRequestFromSpec;
  /**
   * What it asks for: http or https.
   * @example "http://productpage.bookinfo:9080/productpage"
   */
  readonly url: string;
  /**
   * HTTP method.
   * @default GET
   */
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | undefined;
  /** What must come back: a status, or `connection: denied`. */
  readonly expect: VerifyRequestExpectSpec;
  /**
   * Asks it in the cluster too: a Job in the namespace of `from`, under its service account, before the phase counts as
   * applied. It runs among a tenant's workloads, as that tenant, and so only where this stands.
   * @default only verify and people ask
   */
  readonly job?: VerifyRequestJobSpec | undefined;
}

/**
 * Who asks: a running pod of this service account, with curl in it.
 * @example const spec: VerifyRequestFromSpec = { namespace: "default", serviceAccount: "curl" };
 */
export interface VerifyRequestFromSpec {
  /**
   * Namespace of the pod.
   * @example "default"
   */
  readonly namespace: string;
  /**
   * Service account of the pod: what policies see.
   * @example "curl"
   */
  readonly serviceAccount: string;
}

/**
 * What must come back: a status, or `connection: denied`.
 * @example const spec: VerifyRequestExpectSpec = { status: 200 };
 */
export interface VerifyRequestExpectSpec {
  /**
   * HTTP status code.
   * @example 200
   */
  readonly status?: number | undefined;
  /**
   * Text that the body must hold.
   * @example "<title>"
   */
  readonly body?: string | undefined;
  /**
   * `denied`: no answer at all, because the connection is cut. So ztunnel refuses, which sees connections and no
   * requests. An application that is down can look the same: ask beside it as somebody who may.
   * @default a status is expected
   */
  readonly connection?: "denied" | undefined;
  /** Which backends answer: the request is made so often that each one with a weight is seen. */
  readonly backends?: VerifyRequestExpectBackendsSpec | undefined;
}

/**
 * Which backends answer: the request is made so often that each one with a weight is seen.
 * @example const spec: VerifyRequestExpectBackendsSpec = { weights: { v1: 90, v2: 10, v3: 0 } };
 */
export interface VerifyRequestExpectBackendsSpec {
  /**
   * The weight of each backend, by the name that answers give it. One of weight 0, or that is not listed, must not
   * answer.
   * @example { v1: 90, v2: 10, v3: 0 }
   */
  readonly weights: Readonly<Record<string, number>>;
  /**
   * The response header that tells the backend.
   * @default the body tells it, see `pattern`
   * @example "x-served-by"
   */
  readonly header?: string | undefined;
  /**
   * A regular expression with one group, which is the backend's name, for a line of the body, or for the header. In
   * what JavaScript and POSIX share: no alternatives, no classes such as `\\d`.
   * @default all of the header
   * @example "\"podname\": \"reviews-(v[0-9]+)-"
   */
  readonly pattern?: string | undefined;
  /**
   * How many requests are made.
   * @default as many as show every backend with a weight in 999 of 1000 cases, and at least 50
   * @example 66
   */
  readonly samples?: number | undefined;
}

/**
 * Asks it in the cluster too: a Job in the namespace of `from`, under its service account, before the phase counts as
 * applied. It runs among a tenant's workloads, as that tenant, and so only where this stands.
 * @example const spec: VerifyRequestJobSpec = { image: "registry.example.com/tools/curl:8.11.1" };
 */
export interface VerifyRequestJobSpec {
  /**
   * Image with sh, curl, sed, awk and tr, which runs as a user that is a number.
   * @example "registry.example.com/tools/curl:8.11.1"
   */
  readonly image: string;
}

/**
 * Where `slos` are asked: a Prometheus, or what answers its queries.
 * @example const spec: VerifyPrometheusSpec = { namespace: "istio-system", service: "prometheus", port: 9090 };
 */
export interface VerifyPrometheusSpec {
  /**
   * Namespace of its Service.
   * @example "istio-system"
   */
  readonly namespace: string;
  /**
   * Its Service. Whoever asks does so through the API server, which takes tokens off: it must answer without one.
   * @example "prometheus"
   */
  readonly service: string;
  /**
   * Port of the Service, by number or by name.
   * @example 9090
   */
  readonly port: number | string;
  /**
   * How it is spoken to.
   * @default http
   */
  readonly scheme?: "http" | "https" | undefined;
  /**
   * What stands before `/api/v1/query` in its URLs.
   * @default nothing
   * @example "/prometheus"
   */
  readonly path?: string | undefined;
}

/**
 * Bounds on what Prometheus measures, for phases that move something. They are asked last.
 * @example const spec: VerifySloSpec = { name: "few-errors", query:
 * "sum(rate(istio_requests_total{response_code=~\"5..\"}[1m])) / sum(rate(istio_requests_total[1m]))" };
 */
export interface VerifySloSpec {
  /**
   * Name of the check in reports.
   * @example "few-errors"
   */
  readonly name: string;
  /**
   * PromQL that returns an instant vector; each of its series is held against the bound.
   * @example "sum(rate(istio_requests_total{response_code=~\"5..\"}[1m])) / sum(rate(istio_requests_total[1m]))"
   */
  readonly query: string;
  /**
   * The most that it may be.
   * @default `min` is the bound
   * @example 0.01
   */
  readonly max?: number | undefined;
  /**
   * The least that it may be.
   * @default `max` is the bound
   * @example 0.99
   */
  readonly min?: number | undefined;
  /**
   * Seconds that the bound must have held without a break: its worst value in them counts. A Job first waits for so
   * long after the rollout, so that all of them come after it.
   * @default 300
   */
  readonly windowSeconds?: number | undefined;
}

/**
 * What brings the manifests into the cluster.
 * @example const spec: DeliverySpec = { engine: "argocd" };
 */
export interface DeliverySpec {
  /**
   * Which engine applies what is committed; `none` for people with kubectl. With one, `platform/` says how to point it
   * at the live folder.
   * @default none
   */
  readonly engine?: "argocd" | "flux" | "none" | undefined;
  /** The repository that the engine reads. */
  readonly repository?: DeliveryRepositorySpec | undefined;
  /** For `engine: argocd`. */
  readonly argocd?: DeliveryArgocdSpec | undefined;
  /** For `engine: flux`. */
  readonly flux?: DeliveryFluxSpec | undefined;
  /** What each phase asserts in the cluster by itself. */
  readonly gates?: DeliveryGatesSpec | undefined;
}

/**
 * The repository that the engine reads.
 * @example const spec: DeliveryRepositorySpec = { url: "https://git.example.com/platform/meshes.git" };
 */
export interface DeliveryRepositorySpec {
  /**
   * Where the engine finds the repository that holds the live folder, without credentials.
   * @default none: what needs one then names a host that cannot exist
   * @example "https://git.example.com/platform/meshes.git"
   */
  readonly url?: string | undefined;
  /**
   * The branch that the engine follows.
   * @default main
   */
  readonly revision?: string | undefined;
  /**
   * The live folder in it: where `promote --live` writes.
   * @default live/ and the mesh's name
   * @example "clusters/prod/mesh"
   */
  readonly path?: string | undefined;
}

/**
 * For `engine: argocd`.
 * @example const spec: DeliveryArgocdSpec = { namespace: "argocd" };
 */
export interface DeliveryArgocdSpec {
  /**
   * Where Argo CD runs: its projects and its settings are nowhere else.
   * @default openshift-gitops on openshift, else argocd
   * @example "argocd"
   */
  readonly namespace?: string | undefined;
  /**
   * Where the Applications stand, if Argo CD takes them from there: its `application.namespaces`.
   * @default where Argo CD runs
   * @example "platform-team"
   */
  readonly applicationNamespace?: string | undefined;
  /**
   * An AppProject of yours, which is then left alone.
   * @default one that is written, with the mesh's name and just the rights that its manifests need
   * @example "platform"
   */
  readonly project?: string | undefined;
  /**
   * The cluster of the mesh as Argo CD knows it.
   * @default the one that Argo CD runs in
   */
  readonly destination?: DeliveryArgocdDestinationSpec | undefined;
}

/**
 * The cluster of the mesh as Argo CD knows it.
 * @example const spec: DeliveryArgocdDestinationSpec = { server: "https://prod.example.com:6443" };
 */
export interface DeliveryArgocdDestinationSpec {
  /**
   * Its API server.
   * @default https://kubernetes.default.svc
   * @example "https://prod.example.com:6443"
   */
  readonly server?: string | undefined;
  /**
   * Its name instead.
   * @example "prod-east"
   */
  readonly name?: string | undefined;
}

/**
 * For `engine: flux`.
 * @example const spec: DeliveryFluxSpec = { namespace: "flux-system" };
 */
export interface DeliveryFluxSpec {
  /**
   * Where the Kustomizations live, and their source.
   * @default flux-system
   */
  readonly namespace?: string | undefined;
  /**
   * A source of yours that holds the live folder.
   * @default a GitRepository that is written from `repository.url`; without one, flux-system
   */
  readonly sourceRef?: DeliveryFluxSourceRefSpec | undefined;
  /**
   * How Flux reaches the cluster of the mesh, in each Kustomization.
   * @default it is the one that Flux runs in
   */
  readonly kubeConfig?: DeliveryFluxKubeConfigSpec | undefined;
  /**
   * The ServiceAccount that Flux applies as, in each Kustomization: of their namespace, in the cluster of the mesh.
   * @default none, or what Flux was started with
   * @example "meshstep"
   */
  readonly serviceAccountName?: string | undefined;
}

/**
 * A source of yours that holds the live folder.
 * @example const spec: DeliveryFluxSourceRefSpec = { kind: "GitRepository" };
 */
export interface DeliveryFluxSourceRefSpec {
  /**
   * What it is.
   * @default GitRepository
   */
  readonly kind?: "GitRepository" | "OCIRepository" | "Bucket" | undefined;
  /**
   * What it is called.
   * @default flux-system
   */
  readonly name?: string | undefined;
  /**
   * Where it stands.
   * @default beside the Kustomizations
   * @example "flux-system"
   */
  readonly namespace?: string | undefined;
}

/**
 * How Flux reaches the cluster of the mesh, in each Kustomization.
 * @example const spec: DeliveryFluxKubeConfigSpec = { secretRef: { name: "prod-kubeconfig" } };
 */
export interface DeliveryFluxKubeConfigSpec {
  /** The Secret beside the Kustomizations that holds the kubeconfig. */
  readonly secretRef: DeliveryFluxKubeConfigSecretRefSpec;
}

/**
 * The Secret beside the Kustomizations that holds the kubeconfig.
 * @example const spec: DeliveryFluxKubeConfigSecretRefSpec = { name: "prod-kubeconfig" };
 */
export interface DeliveryFluxKubeConfigSecretRefSpec {
  /**
   * What it is called.
   * @example "prod-kubeconfig"
   */
  readonly name: string;
  /**
   * Where in it the kubeconfig stands.
   * @default value, else value.yaml
   * @example "config"
   */
  readonly key?: string | undefined;
}

/**
 * What each phase asserts in the cluster by itself.
 * @example const spec: DeliveryGatesSpec = { mode: "jobs" };
 */
export interface DeliveryGatesSpec {
  /**
   * `jobs`: each snapshot holds a Job that must pass before it touches anything, and one that asserts its end. `none`:
   * people and `meshstep verify` look.
   * @default jobs with an engine, none without
   */
  readonly mode?: "jobs" | "none" | undefined;
  /**
   * Image with kubectl 1.32 or newer, by tag or digest, and with sh, date, sleep, cut and expr: what proxies run and
   * who leads the operator are asked with them. For SLOs also with sed, tr and grep.
   * @default by distribution
   * @example "registry.example.com/kubectl:1.34.2"
   */
  readonly image?: string | undefined;
  /**
   * Name of a Secret in the control plane's namespace to pull the image with.
   * @default none
   * @example "registry-pull"
   */
  readonly pullSecret?: string | undefined;
  /**
   * Seconds after which a gate Job gives up, and one that restarts workloads. A roll of ztunnel takes its grace period
   * and about a minute for each node.
   * @default 3600
   */
  readonly deadlineSeconds?: number | undefined;
}
