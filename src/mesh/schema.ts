import * as z from "zod/mini";
import { distributionNames } from "../catalog/types";
import { platformKinds } from "../platform/types";
import { runningSchema } from "./running-schema";
import { dnsLabel, istioVersion, path, platformMinor } from "./scalars";
import { delivery } from "./schema/delivery";
import { gateway, namespace, revisionTag, waypoint } from "./schema/namespaces";
import { operator } from "./schema/operator";
import { cniSchema, controlPlane, ztunnelSchema } from "./schema/parts";
import { upgrade } from "./schema/upgrade";
import { verify } from "./schema/verify";

/*
 * The one source for what mesh.yaml may hold: checks, the JSON Schema and the types that editors show (both: scripts/schema.mjs) come from here and from schema/.
 * The comment above a key becomes its description in editors. It names the unit and, with `@default` and `@example`, what stands there
 * when nothing does and a value as one would write it in YAML.
 */

const platform = z.strictObject({
  /** `acp` is Alauda Container Platform. */
  kind: z.enum(platformKinds),
  /** Its minor now, or `1.33` and the like for plain Kubernetes. @example "4.18" */
  version: platformMinor,
});

/** `spec` of mesh.yaml, and the props of the MeshUpgrade construct. */
export const meshSpecSchema = z.strictObject({
  /** Whose operator runs the mesh. */
  distribution: z.enum(distributionNames),
  /** How workloads join the mesh: `ambient` through ZTunnel and waypoints, `sidecar` through a proxy in every pod. */
  dataPlane: z.enum(["ambient", "sidecar"]),
  /** The Istio version that the mesh runs now. @example v1.26.3 */
  version: istioVersion,
  /** The operator that runs the mesh. */
  operator,
  /**
   * Files with operator releases that are newer than meshstep's own catalogue. Globs, relative to mesh.yaml.
   * @example [./releases.yaml]
   */
  catalogs: z._default(z.array(path), []),
  /** Files with changes and platform windows that meshstep's own ledger does not have. @example [./ledger.yaml] */
  ledger: z._default(z.array(path), []),
  /** The cluster, so that the plan keeps to what each release runs on. */
  platform: z.optional(platform),
  /**
   * What runs where it is not simply `version`: in the middle of an upgrade. `meshstep rebase` writes it.
   * @default every part runs version
   * @example { controlPlane: v1.28.5 }
   */
  running: z.optional(runningSchema),
  /** Where to go; left out, only the baseline is emitted. */
  upgrade: z.optional(upgrade),
  /**
   * Who signs certificates. `istio-csr`: cert-manager's, also that of istiod's own Service, which has a name for each revision in a list of istio-csr. Under
   * RevisionBased the new revision is listed by hand before it begins, and the old one leaves the list last; phases hold until that is done.
   * @default istiod itself, or a CA that does not know revisions
   * @example istio-csr
   */
  certificates: z.optional(z.enum(["istio-csr"])),
  /** The Istio object: istiod and what it may see. */
  controlPlane: z.prefault(controlPlane, {}),
  /** IstioCNI: this mesh's own, or the one of the cluster that somebody else owns. Ambient meshes always have their own. */
  cni: z.optional(cniSchema),
  /** ZTunnel. Ambient meshes always have it, sidecar meshes never. */
  ztunnel: z.optional(ztunnelSchema),
  /** Revision tags, for RevisionBased: namespaces that follow one are moved by moving it, and not by their labels. */
  revisionTags: z._default(z.array(revisionTag), []),
  /** Application namespaces: what the mesh writes on each. */
  namespaces: z._default(z.array(namespace), []),
  /**
   * Gateways for traffic in and out of the mesh, whose objects are in `manifests` or elsewhere. Their proxies are part of the state: planned, proved,
   * restarted where istiod does not roll them, and checked.
   */
  gateways: z._default(z.array(gateway), []),
  /** Waypoints, as Gateways that meshstep writes. Ambient meshes only. */
  waypoints: z._default(z.array(waypoint), []),
  /**
   * Files that every snapshot carries unchanged: routes, policies. Globs, relative to mesh.yaml; `!…` leaves files out.
   * @example ["./l7/*.yaml", "!./l7/draft.yaml"]
   */
  manifests: z._default(z.array(path), []),
  /** What proves that traffic flows, after each phase that moves something. */
  verify: z.prefault(verify, {}),
  /** What brings the manifests into the cluster. */
  delivery: z.prefault(delivery, {}),
});

export const meshSchema = z.strictObject({
  /** Version of this format. */
  apiVersion: z.literal("meshstep.dev/v1alpha1"),
  /** What this document describes. */
  kind: z.literal("Mesh"),
  /** What it is called. */
  metadata: z.strictObject({
    /** Name of the mesh, and of its folder in the output. @example prod-east */
    name: dnsLabel,
  }),
  /** The mesh as it is now, and where it should go. */
  spec: meshSpecSchema,
});

/** What a user writes: defaults may be left out. With the comments of the schema, which inferred types lose on their way to dist/. */
export type { MeshSpecInput } from "./spec-types";
/** What the schema returns: its own defaults are filled in. */
export type MeshSpec = z.output<typeof meshSpecSchema>;
export type MeshNamespace = MeshSpec["namespaces"][number];
export type VerifyRequest = MeshSpec["verify"]["requests"][number];
export type ExpectedBackends = NonNullable<VerifyRequest["expect"]["backends"]>;
export type VerifySlo = NonNullable<MeshSpec["verify"]["slos"]>[number];
export type Prometheus = NonNullable<MeshSpec["verify"]["prometheus"]>;
export type LabelSelector = MeshSpec["controlPlane"]["discoverySelectors"][number];
