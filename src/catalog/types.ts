/** `sail` (upstream Sail Operator), `openshift` (OpenShift Service Mesh 3), `alauda` (Alauda Service Mesh 2). */
export const distributionNames = ["sail", "openshift", "alauda"] as const;
export type DistributionName = (typeof distributionNames)[number];

/** Versions of the ZTunnel API under `sailoperator.io`. */
export type ZtunnelApiVersion = "v1alpha1" | "v1";

/** Fields of the ZTunnel API that only some operator releases serve; the others prune them. */
export type ZtunnelField = "terminationGracePeriodSeconds" | "updateStrategy" | "targetRef";

/** One release of a distribution's operator. Istio versions carry their `v`, newest first. */
export interface OperatorRelease {
  /** The operator's own version, without `v`: `3.1.2`. */
  readonly version: string;
  /** ISO date; left out when the vendor's documents do not give one. */
  readonly released?: string;
  /** What an omitted `spec.version` becomes. */
  readonly defaultVersion?: string;
  /** Accepted by the CRD and deployed by the controller. */
  readonly installable: readonly string[];
  /** Accepted by the CRD, refused by the controller. */
  readonly endOfLife: readonly string[];
  /** `v1.26-latest` to the exact version it stands for. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly ztunnel: {
    /** Newest first. */
    readonly apiVersions: readonly ZtunnelApiVersion[];
    readonly fields: readonly ZtunnelField[];
    /** Installable Istio versions that ZTunnel does not accept. */
    readonly lacks: readonly string[];
  };
  /** Versions of companions, and remarks: `kialiServer`, `kialiOperator`, `note`. */
  readonly notes: Readonly<Record<string, string>>;
}

/** Whether a mesh runs ztunnel and waypoints, or sidecars. */
export type DataPlane = "ambient" | "sidecar";

/** A jump over a minor that the vendor publishes because its operators hold nothing in between. */
export interface VendorJump {
  /** Minor without `v`: `1.24`. */
  readonly from: string;
  readonly to: string;
  /** The data planes that it is published for. @default both */
  readonly dataPlanes?: readonly DataPlane[];
  readonly citation: string;
}

/** What a distribution allows and how its parts are called. */
export interface DistributionPolicy {
  readonly vendorJumps: readonly VendorJump[];
  /** Minors that one operator hop may cross; `Infinity` where only the installable set limits it. */
  readonly operatorMinorsPerHop: number;
  /** The client in generated commands. */
  readonly kubectl: "oc" | "kubectl";
  /** Where the operator's Subscription usually lives. */
  readonly operatorNamespace: string;
  /** Where OLM finds the package unless the mesh says otherwise. */
  readonly catalogSource: { readonly name: string; readonly namespace: string };
  /** Whether sidecar meshes run IstioCNI even when mesh.yaml does not say so. */
  readonly sidecarNeedsCni: boolean;
}

/** One distribution: one policy and one row of operator releases, oldest first. */
export interface Distribution {
  readonly name: DistributionName;
  /** `OpenShift Service Mesh 3`. */
  readonly title: string;
  /** OLM package, which is also the stem of its CSV names: `servicemeshoperator3`. */
  readonly package: string;
  /** Channel names; `X.Y` stands for the operator's minor. */
  readonly channels: readonly string[];
  readonly policy: DistributionPolicy;
  readonly releases: readonly OperatorRelease[];
}
