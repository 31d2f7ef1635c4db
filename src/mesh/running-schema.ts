import * as z from "zod/mini";
import { dnsLabel, exactIstioVersion, operatorVersion } from "./scalars";

const keptPath = z
  .string()
  .check(z.regex(/^(Istio|IstioCNI|ZTunnel)\.spec\.values\.\S+$/, "a path such as Istio.spec.values.pilot.env.X"));

const oneOrMore = z.union([exactIstioVersion, z.array(exactIstioVersion).check(z.minLength(1))]);

/**
 * Where a mesh stands in the middle of an upgrade: what does not run `spec.version`. A list is for parts that people replace by hand, while both
 * versions run, and for two control planes side by side.
 */
export const runningSchema = z.strictObject({
  /** The operator release that is installed. @default operator.release @example 3.2.1 */
  operator: z.optional(operatorVersion),
  /**
   * `spec.version` of the Istio object. Under RevisionBased, while two control planes stand side by side, a list of both: that of `version`, and last the one
   * that Istio asks for by now. @default version @example [v1.28.5, v1.30.3]
   */
  controlPlane: z.optional(oneOrMore),
  /** `spec.version` of IstioCNI. @default version @example v1.28.5 */
  cni: z.optional(exactIstioVersion),
  /** `spec.version` of ZTunnel. Under OnDelete a list, the newest of which is that of the object. @default version @example [v1.27.3, v1.28.5] */
  ztunnel: z.optional(oneOrMore),
  /** Proxies of the waypoints, which istiod rolls by itself. @default controlPlane @example v1.28.5 */
  waypoints: z.optional(exactIstioVersion),
  /** Proxies of the gateways. @default version for those that people restart, controlPlane for those that istiod rolls @example [v1.27.3, v1.28.5] */
  gateways: z.optional(oneOrMore),
  /**
   * Sidecars, also by namespace: what its pods run by now. Under RevisionBased with two control planes gateways' namespaces are among them.
   * @default version, and beside it that of a control plane that has moved on; of a namespace that asks for the new one of two both, as its pods may have
   * restarted or not
   * @example { canary: v1.30.3 }
   */
  workloads: z.optional(
    z.union([exactIstioVersion, z.array(exactIstioVersion).check(z.minLength(1)), z.record(dnsLabel, oneOrMore)]),
  ),
  /**
   * With two control planes: the revision tags, and the namespaces without a tag, that ask for another one than that of `version`, and its version.
   * @default all of them ask for that of `version` @example { stable: v1.30.3 }
   */
  revisions: z.optional(z.record(dnsLabel, exactIstioVersion)),
  /**
   * With two control planes: the gateways that ask for another one than that of `version` by themselves (Gateway API, self-managed), as `namespace/name`, and its
   * version. @default all of them ask for that of `version` @example { bank/public: v1.30.3 }
   */
  gatewayRevisions: z.optional(z.record(z.string(), exactIstioVersion)),
  /**
   * With two control planes: the gateways beside which a second Deployment stands, as `namespace/deployment`; it is taken away where the gateway itself moves.
   * @default those with a `canary` whose namespace's own label has moved while its pods run both versions; none where the namespace follows a tag
   * @example [ingress/public]
   */
  gatewayCanaries: z.optional(z.array(z.string())),
  /** RevisionBased: the version whose revision meshstep's own tag holds, from the first phase of a row to its last. @default none is held @example v1.28.5 */
  hold: z.optional(exactIstioVersion),
  /**
   * RevisionBased with `certificates: istio-csr` and one control plane: the version of a revision that istio-csr has in its list beside that of the control
   * plane. A row that does not bring it ends by taking it out. @default none @example v1.28.5
   */
  listed: z.optional(exactIstioVersion),
  /** The API version that ZTunnel is written in, right after an operator brought a newer one. @default the newest that the operator serves */
  ztunnelApiVersion: z.optional(z.enum(["v1alpha1", "v1"])),
  /**
   * Values that keep an old behaviour for a while: `keepBehaviour` has set them, and the phases at the end of the row take them away. A value that is
   * to stay belongs under `values`. @default none @example { Istio.spec.values.compatibilityVersion: "1.28" }
   */
  kept: z.optional(z.record(keptPath, z.union([z.string(), z.boolean(), z.number()]))),
});

/** What `spec.running` says. */
export type Running = z.output<typeof runningSchema>;
