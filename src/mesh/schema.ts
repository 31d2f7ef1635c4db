import * as z from "zod/mini";
import { distributionNames } from "../catalog/types";

/*
 * The one source for what mesh.yaml may hold: TypeScript types, checks and the JSON Schema (scripts/schema.mjs) come from here.
 * The comment above a key becomes its description in editors.
 */

/** RFC 1123 label: what Kubernetes accepts as the name of a Namespace or a Service. */
const dnsLabel = z.string().check(z.maxLength(63), z.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "a DNS label"));

/** `v1.26.4`, `1.26.4`, a pre-release of those, or the alias `v1.26-latest`. */
const istioVersion = z.string().check(
  z.regex(/^v?\d+\.\d+(\.\d+(-[0-9A-Za-z.-]+)?|-latest)$/, "an Istio version such as v1.26.4 or v1.26-latest"),
);

/** The operator's own version. */
const operatorVersion = z.string().check(z.regex(/^v?\d+\.\d+\.\d+$/, "an operator version such as 3.1.2"));

const labels = z.record(z.string(), z.string());
const values = z._default(z.record(z.string(), z.unknown()), {});
const seconds = z.int().check(z.minimum(0));

const subscription = z.strictObject({
  /** Namespace of the OLM Subscription. */
  namespace: dnsLabel,
  /** OLM channel, for example `stable-3.1`. A channel without a minor can cross minors on its own. */
  channel: z.string().check(z.minLength(1)),
  /** Who approves InstallPlans. @default Manual */
  approval: z._default(z.enum(["Automatic", "Manual"]), "Manual"),
  /** Name of the Subscription. @default the distribution's package */
  name: z.optional(dnsLabel),
  /** CatalogSource that holds the package. @default the distribution's */
  source: z.optional(dnsLabel),
  /** Namespace of the CatalogSource. @default the distribution's */
  sourceNamespace: z.optional(dnsLabel),
});

const operator = z.strictObject({
  /** The operator release that is installed now. */
  release: operatorVersion,
  /** Set when the OLM Subscription is in Git too; without it an operator hop is a manual phase. */
  subscription: z.optional(subscription),
});

const ztunnelUpdateStrategy = z.enum(["RollingUpdate", "OnDelete"]);

const upgrade = z.strictObject({
  /** The wanted Istio version. */
  to: istioVersion,
  /** How the control plane moves. @default InPlace */
  strategy: z._default(z.enum(["InPlace", "RevisionBased"]), "InPlace"),
  /** `combined` asks for control plane, CNI and ZTunnel in one phase; the proof decides whether that is allowed. @default separate */
  phases: z._default(z.enum(["separate", "combined"]), "separate"),
  /** Jumps over a minor that you accept by name, for example `1.24->1.26`. @default none */
  acceptVendorJumps: z._default(z.array(z.string().check(z.regex(/^\d+\.\d+->\d+\.\d+$/, "a jump such as 1.24->1.26"))), []),
  /** The operator release to end at. @default the newest release of the lowest minor that can install what is wanted */
  operator: z.optional(z.strictObject({ release: operatorVersion })),
  /** Settings that roll ZTunnel by themselves: a phase of their own, before any version moves. */
  ztunnel: z.optional(
    z.strictObject({
      /** Seconds that an old ztunnel keeps draining connections. */
      terminationGracePeriodSeconds: z.optional(seconds),
      /** `OnDelete` leaves it to people to replace each node's ztunnel after draining the node. */
      updateStrategy: z.optional(ztunnelUpdateStrategy),
    }),
  ),
});

const labelSelector = z.strictObject({
  matchLabels: z.optional(labels),
  matchExpressions: z.optional(
    z.array(
      z.strictObject({
        key: z.string(),
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        values: z.optional(z.array(z.string())),
      }),
    ),
  ),
});

const controlPlane = z.strictObject({
  /** Name of the Istio object, and of its revision under InPlace. @default default */
  name: z._default(dnsLabel, "default"),
  /** Namespace of istiod. @default istio-system */
  namespace: z._default(dnsLabel, "istio-system"),
  /** Replicas of istiod, so that one is always there while another restarts. */
  highAvailability: z.optional(z.strictObject({ minReplicas: z.int().check(z.minimum(1)) })),
  /** Only namespaces that match one of these belong to the mesh. @default all */
  discoverySelectors: z._default(z.array(labelSelector), []),
  /** Anything that the Istio object accepts under `spec.values`; passed through untouched. */
  values,
});

const cni = z.strictObject({
  /** Namespace of the istio-cni-node DaemonSet. @default istio-cni */
  namespace: z._default(dnsLabel, "istio-cni"),
  /** Anything that the IstioCNI object accepts under `spec.values`. */
  values,
});

const ztunnel = z.strictObject({
  /** Namespace of the ztunnel DaemonSet. @default ztunnel */
  namespace: z._default(dnsLabel, "ztunnel"),
  /** Seconds that an old ztunnel keeps draining connections, as it runs now. To change it, see spec.upgrade.ztunnel. @default the chart's 30 */
  terminationGracePeriodSeconds: z.optional(seconds),
  /** How the DaemonSet rolls, as it runs now. @default the chart's RollingUpdate */
  updateStrategy: z.optional(ztunnelUpdateStrategy),
  /** Anything that the ZTunnel object accepts under `spec.values`. */
  values,
});

const namespace = z.strictObject({
  name: dnsLabel,
  /** `owned`: the Namespace is ours; `shared`: only the mesh labels are ours. @default shared */
  ownership: z._default(z.enum(["owned", "shared"]), "shared"),
  /** `none` for a namespace that only hosts a waypoint or is only discovered. @default the mesh's */
  dataPlane: z.optional(z.enum(["ambient", "sidecar", "none"])),
  /** The waypoint that this namespace's services use. */
  waypoint: z.optional(
    z.strictObject({
      name: dnsLabel,
      /** Where the waypoint lives. @default this namespace */
      namespace: z.optional(dnsLabel),
    }),
  ),
  /** More labels of ours on this namespace. */
  labels: z._default(labels, {}),
});

const waypoint = z.strictObject({
  name: dnsLabel,
  namespace: dnsLabel,
  /** What traffic goes through it. @default service */
  for: z._default(z.enum(["service", "workload", "all", "none"]), "service"),
});

const request = z.strictObject({
  name: dnsLabel,
  /** Who asks: a running pod of this service account, with curl in it. */
  from: z.strictObject({ namespace: dnsLabel, serviceAccount: z.string().check(z.minLength(1)) }),
  url: z.url(),
  /** @default GET */
  method: z._default(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]), "GET"),
  expect: z.strictObject({
    /** HTTP status code. */
    status: z.int().check(z.minimum(100), z.maximum(599)),
    /** Text that the body must hold. */
    body: z.optional(z.string()),
  }),
});

/** `spec` of mesh.yaml, and the props of the MeshUpgrade construct. */
export const meshSpecSchema = z.strictObject({
  /** Whose operator runs the mesh. */
  distribution: z.enum(distributionNames),
  dataPlane: z.enum(["ambient", "sidecar"]),
  /** The Istio version that the mesh runs now. */
  version: istioVersion,
  operator,
  /** Files with operator releases that are newer than meshstep's own catalogue. */
  catalogs: z._default(z.array(z.string()), []),
  /** Where to go; left out, only the baseline is emitted. */
  upgrade: z.optional(upgrade),
  controlPlane: z.prefault(controlPlane, {}),
  /** IstioCNI. Ambient meshes always have it. */
  cni: z.optional(cni),
  /** ZTunnel. Ambient meshes always have it, sidecar meshes never. */
  ztunnel: z.optional(ztunnel),
  /** Revision tags, for RevisionBased. */
  revisionTags: z._default(z.array(z.strictObject({ name: dnsLabel })), []),
  namespaces: z._default(z.array(namespace), []),
  waypoints: z._default(z.array(waypoint), []),
  /** Files that every snapshot carries unchanged: routes, policies. Globs, relative to mesh.yaml. */
  manifests: z._default(z.array(z.string()), []),
  verify: z._default(z.strictObject({ requests: z._default(z.array(request), []) }), { requests: [] }),
  delivery: z._default(z.strictObject({ engine: z.enum(["argocd", "flux", "none"]) }), { engine: "none" }),
});

export const meshSchema = z.strictObject({
  apiVersion: z.literal("meshstep.dev/v1alpha1"),
  kind: z.literal("Mesh"),
  metadata: z.strictObject({
    /** Name of the mesh, and of its folder in the output. */
    name: dnsLabel,
  }),
  spec: meshSpecSchema,
});

/** What a user writes: defaults may be left out. */
export type MeshSpecInput = z.input<typeof meshSpecSchema>;
/** What the schema returns: its own defaults are filled in. */
export type MeshSpec = z.output<typeof meshSpecSchema>;
export type MeshNamespace = MeshSpec["namespaces"][number];
export type MeshWaypoint = MeshSpec["waypoints"][number];
export type VerifyRequest = MeshSpec["verify"]["requests"][number];
export type LabelSelector = MeshSpec["controlPlane"]["discoverySelectors"][number];
