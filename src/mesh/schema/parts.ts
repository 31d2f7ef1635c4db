import * as z from "zod/mini";
import { annotations, dnsLabel, labelKey, labels, labelValue, seconds } from "../scalars";

const values = z._default(z.record(z.string(), z.unknown()), {});

/** Profiles for sidecars; ambient meshes have one of their own. */
export const sidecarProfiles = [
  "default",
  "demo",
  "empty",
  "external",
  "openshift",
  "preview",
  "remote",
  "stable",
] as const;

const profile = z.enum(sidecarProfiles);

export const updateStrategy = z.enum(["InPlace", "RevisionBased"]);

export const ztunnelUpdateStrategy = z.enum(["RollingUpdate", "OnDelete"]);

export const labelSelectorSchema = z.strictObject({
  /** Labels that a namespace must have, with these values. @example { istio-discovery: enabled } */
  matchLabels: z.optional(labels),
  /** More conditions; all of them must hold. */
  matchExpressions: z.optional(
    z.array(
      z.strictObject({
        /** The label. @example istio-discovery */
        key: labelKey,
        /** What must be true of it. */
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        /** At least one for `In` and `NotIn`, none for the others. @example [enabled] */
        values: z.optional(z.array(labelValue)),
      }),
    ),
  ),
});

export const controlPlane = z.strictObject({
  /** Name of the Istio object, and of its revision under InPlace. @default default */
  name: z._default(dnsLabel, "default"),
  /** `spec.updateStrategy.type` of the Istio object, as it runs now. @default spec.upgrade.strategy; without that InPlace */
  updateStrategy: z.optional(updateStrategy),
  /**
   * RevisionBased: seconds for which the operator keeps a revision that Istio does not ask for after its last use. No row relies on it, as a tag holds the old
   * revision; one that is said and is shorter than the gates of a row may take is an error. @default the operator's 30 @example 86400
   */
  inactiveRevisionDeletionGracePeriodSeconds: z.optional(seconds),
  /** Namespace of istiod. @default istio-system */
  namespace: z._default(dnsLabel, "istio-system"),
  /** Replicas of istiod with a PodDisruptionBudget, so that one is always there while another restarts. */
  highAvailability: z.optional(
    z.strictObject({
      /** How many there are at least. The autoscaler may run more; where `values` switch it off, it is how many there are. @example 2 */
      minReplicas: z.int().check(z.minimum(2, "at least 2, as one replica is no high availability")),
    }),
  ),
  /**
   * Only namespaces that match one of these belong to the mesh. A namespace of the mesh that matches none gets the labels of the
   * first that it can match. @default all
   */
  discoverySelectors: z._default(z.array(labelSelectorSchema), []),
  /**
   * Anything that the Istio object accepts under `spec.values`; passed through untouched. What contradicts
   * another key, and `null`, are errors.
   * @example { meshConfig: { accessLogFile: /dev/stdout } }
   */
  values,
  /** Profile of the charts; sidecar meshes only. @default none @example default */
  profile: z.optional(profile),
  /** More labels on the object, for other tools. @default none @example { team: platform } */
  labels: z.optional(labels),
  /** More annotations on the object, besides those for Argo CD and Flux that meshstep writes. @default none @example { owner: platform } */
  annotations: z.optional(annotations),
});

/** Who owns the IstioCNI of the cluster. */
export const cniOwnership = z.enum(["owned", "external"]);

export const cniSchema = z.strictObject({
  /**
   * Whose the IstioCNI is: a cluster has one for all of its control planes. `owned`: this mesh has it in its folder, and moves it. `external`: another mesh
   * of the cluster or another repository does. No phase writes or moves it then, its version is what `spec.running.cni` says, and it may stand one minor on
   * either side of this control plane; gates still ask whether it is there and how far away. Sidecar meshes only.
   * @default owned
   * @example external
   */
  ownership: z.optional(cniOwnership),
  /** Namespace of the istio-cni-node DaemonSet. @default istio-cni */
  namespace: z._default(dnsLabel, "istio-cni"),
  /**
   * Anything that the IstioCNI object accepts under `spec.values`; passed through untouched.
   * @example { cni: { logging: { level: info } } }
   */
  values,
  /** Profile of the charts; sidecar meshes only. @default none @example default */
  profile: z.optional(profile),
  /** More labels on the object, for other tools. @default none @example { team: platform } */
  labels: z.optional(labels),
  /** More annotations on the object, besides those for Argo CD and Flux that meshstep writes. @default none @example { owner: platform } */
  annotations: z.optional(annotations),
});

export const ztunnelSchema = z.strictObject({
  /** Namespace of the ztunnel DaemonSet. @default ztunnel */
  namespace: z._default(dnsLabel, "ztunnel"),
  /**
   * Seconds that an old ztunnel keeps draining connections, as it runs now. To change it, see spec.upgrade.ztunnel.
   * @default the chart's 30
   * @example 300
   */
  terminationGracePeriodSeconds: z.optional(seconds),
  /** How the DaemonSet rolls, as it runs now. @default the chart's RollingUpdate */
  updateStrategy: z.optional(ztunnelUpdateStrategy),
  /**
   * Anything that the ZTunnel object accepts under `spec.values`; passed through untouched.
   * @example { ztunnel: { logLevel: info } }
   */
  values,
  /** More labels on the object, for other tools. @default none @example { team: platform } */
  labels: z.optional(labels),
  /** More annotations on the object, besides those for Argo CD and Flux that meshstep writes. @default none @example { owner: platform } */
  annotations: z.optional(annotations),
});
