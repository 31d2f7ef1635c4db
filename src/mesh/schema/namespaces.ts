import * as z from "zod/mini";
import { annotations, dnsLabel, labels } from "../scalars";

export const revisionTag = z.strictObject({
  /** Name of the IstioRevisionTag: what namespaces put into `istio.io/rev`. @example default */
  name: dnsLabel,
});

export const namespace = z.strictObject({
  /** Name of the Namespace. @example bookinfo */
  name: dnsLabel,
  /**
   * `owned`: the Namespace is ours, as a full object. `shared`: somebody else's object on which the mesh labels are ours; they are checked, and where
   * they must change a Job sets them. `external`: the owner sets the labels too; we check them and say what to write. @default shared
   */
  ownership: z._default(z.enum(["owned", "shared", "external"]), "shared"),
  /**
   * The namespace is not in the mesh yet: a phase of its own gives it its mesh labels, before any version moves. `meshstep rebase` takes the key out when that
   * phase is done. @default false
   */
  joins: z.optional(z.boolean()),
  /** `none` for a namespace that only hosts a waypoint or is only discovered. @default the mesh's */
  dataPlane: z.optional(z.enum(["ambient", "sidecar", "none"])),
  /**
   * Under RevisionBased, the tag that its `istio.io/rev` names. The tag `default` is asked for by `istio-injection: enabled` just as well: where that is among
   * its `labels`, no other label is written.
   * @default none: the label names the revision itself, and moves with each upgrade
   * @example stable
   */
  revisionTag: z.optional(dnsLabel),
  /** The waypoint that this namespace's services use. */
  waypoint: z.optional(
    z.strictObject({
      /** Name of its Gateway. @example waypoint */
      name: dnsLabel,
      /** Where the waypoint lives. @default this namespace @example istio-ingress */
      namespace: z.optional(dnsLabel),
    }),
  ),
  /**
   * More labels of ours on this namespace. Under InPlace, `istio.io/rev: default` among them asks for the control plane `default`, and no `istio-injection` is
   * written. @example { team: shop }
   */
  labels: z._default(labels, {}),
  /**
   * More annotations on the object of an `owned` one, besides those for Argo CD and Flux that meshstep writes. @default none
   * @example { owner: platform }
   */
  annotations: z.optional(annotations),
});

export const gateway = z.strictObject({
  /** Its name: of the Gateway object for `gateway-api`, else what you call it. @example ingress */
  name: dnsLabel,
  /** Namespace of its proxies. @example istio-ingress */
  namespace: dnsLabel,
  /**
   * Who brings its proxy to a new version. `injected`: istiod's webhook, when the pod restarts. `gateway-api`: istiod itself, which deploys
   * the proxies of a Gateway. `self-managed`: you, by changing its image.
   */
  kind: z.enum(["injected", "gateway-api", "self-managed"]),
  /** The Deployment of its proxies. @default the name; for `gateway-api` what istiod calls it, by the class @example ingress */
  deployment: z.optional(dnsLabel),
  /**
   * Injected gateways under RevisionBased: before the gateway itself restarts, a second Deployment of the new revision, called `<deployment>-canary`, takes its
   * share of the traffic behind the same Service. @default none: it restarts in place, with the surge of its own strategy
   */
  canary: z.optional(
    z.strictObject({
      /** Pods of the second Deployment; beside those of the first, they are its share. @example 1 */
      replicas: z.int().check(z.minimum(1, "at least 1, as none would take no traffic")),
    }),
  ),
});

export const waypoint = z.strictObject({
  /** Name of its Gateway. @example waypoint */
  name: dnsLabel,
  /** Namespace of its Gateway. @example bookinfo */
  namespace: dnsLabel,
  /** What traffic goes through it. @default service */
  for: z._default(z.enum(["service", "workload", "all", "none"]), "service"),
});
