import * as z from "zod/mini";
import { exactIstioVersion, operatorVersion } from "./scalars";

const keptPath = z
  .string()
  .check(z.regex(/^(Istio|IstioCNI|ZTunnel)\.spec\.values\.\S+$/, "a path such as Istio.spec.values.pilot.env.X"));

const oneOrMore = z.union([exactIstioVersion, z.array(exactIstioVersion).check(z.minLength(1))]);

/**
 * Where a mesh stands in the middle of an upgrade: what does not run `spec.version`. A list is for parts that people replace by hand, while both
 * versions run.
 */
export const runningSchema = z.strictObject({
  /** The operator release that is installed. @default operator.release @example 3.2.1 */
  operator: z.optional(operatorVersion),
  /** `spec.version` of the Istio object. @default version @example v1.28.5 */
  controlPlane: z.optional(exactIstioVersion),
  /** `spec.version` of IstioCNI. @default version @example v1.28.5 */
  cni: z.optional(exactIstioVersion),
  /** `spec.version` of ZTunnel. Under OnDelete a list, the newest of which is that of the object. @default version @example [v1.27.3, v1.28.5] */
  ztunnel: z.optional(oneOrMore),
  /** Proxies of the waypoints, which istiod rolls by itself. @default controlPlane @example v1.28.5 */
  waypoints: z.optional(exactIstioVersion),
  /** Proxies of the gateways. @default version for those that people restart, controlPlane for those that istiod rolls @example [v1.27.3, v1.28.5] */
  gateways: z.optional(oneOrMore),
  /** Sidecars. @default version @example [v1.27.3, v1.28.5] */
  workloads: z.optional(oneOrMore),
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
