import * as z from "zod/mini";
import { distributionNames } from "../catalog/types";
import { platformKinds } from "../platform/types";
import { conditionSchema } from "./condition-schema";
import { minor, patch, range } from "./scalars";

/*
 * One row of the ledger: something that an Istio version, or an operator release, does otherwise than the one before.
 * The source for the types of our own rows, and for the checks of the files in which users write theirs.
 */

export const rowKinds = [
  "default-changed",
  "removed",
  "new-requirement",
  "security",
  "deprecated",
  "fix",
  "bug",
] as const;

/** What has to move for the row to arrive; `crd` and `cli` come with the control plane's version. */
export const rowParts = [
  "control-plane",
  "crd",
  "cli",
  "cni",
  "ztunnel",
  "waypoints",
  "gateways",
  "proxies",
  "operator",
] as const;

const keepSchema = z.strictObject({
  /** Value by path: `IstioCNI.spec.values.cni.ambient.dnsCapture`. */
  set: z.record(
    z
      .string()
      .check(z.regex(/^(Istio|IstioCNI|ZTunnel)\.spec\.values\.\S+$/, "a path such as Istio.spec.values.pilot.env.X")),
    z.union([z.string(), z.boolean(), z.number()]),
  ),
  /** What one pod can say for itself. */
  perPod: z.optional(z.string()),
  /** The first version that knows the value. @default the version that brings the change */
  from: z.optional(patch),
  /** The newest minor in whose source the value was seen. */
  worksUntil: z.optional(minor),
  /** It eases the trouble, and is not how things were before. */
  workaround: z.optional(z.boolean()),
});

const compatibilitySchema = z.strictObject({
  /** The `compatibilityVersion` that brings the old behaviour back. */
  profile: minor,
  /** Minors whose charts carry that profile: `1.25-1.27`. */
  charts: z.string().check(z.regex(/^\d+\.\d+-\d+\.\d+$/, "minors such as 1.25-1.27")),
  /** `chart only`: the operator's objects have no such key for this chart, so that the profile never takes effect. */
  through: z.enum(["Istio", "chart only"]),
  /** Older profiles that do not repeat it, as most do. @default none */
  lackedBy: z.optional(z.array(minor)),
});

const operatorRow = z.strictObject({
  /** The first operator release that does it. */
  since: z.optional(patch),
  /** Operator releases that have the fault: `3.3.4-5 3.4.0`. */
  affected: z.optional(range),
});

export const rowSchema = z
  .strictObject({
    /** Stable; `meshstep explain` takes it. */
    id: z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "a name of a-z, 0-9 and -")),
    /** The change in one line. */
    title: z.string().check(z.minLength(1)),
    /** What people see of it. */
    says: z.string().check(z.minLength(1)),
    kind: z.enum(rowKinds),
    part: z.enum(rowParts),
    /** The minor that brings it; a bug: where it was seen first. */
    since: z.optional(minor),
    /** Patches that bring it, where it did not come with `<since>.0` alone: the first one of each minor. */
    arrivesAt: z.optional(z.array(patch).check(z.minLength(1))),
    /** Versions that have the bug: `<1.24.5 1.25.0-1 1.26.x`. */
    affected: z.optional(range),
    /** Where a bug was mended, as published. */
    fixedIn: z.optional(z.array(patch)),
    /** When a bug hurts: `leaving`, when the part goes to another version. @default as long as the version runs */
    bites: z.optional(z.enum(["leaving", "istiod restarts", "CNI restarts", "ztunnel rolls"])),
    /** For rows of operator releases: which ones. */
    operator: z.optional(z.partialRecord(z.enum(distributionNames), operatorRow)),
    /** @default both */
    dataPlanes: z.optional(z.array(z.enum(["ambient", "sidecar"])).check(z.minLength(1))),
    /** @default all */
    distributions: z.optional(z.array(z.enum(distributionNames)).check(z.minLength(1))),
    /** What a mesh must have for it to matter. @default nothing */
    when: z.optional(conditionSchema),
    /** The pods that feel it when the part moves. @default whatever the part serves */
    reaches: z.optional(z.enum(["new pods", "running pods"])),
    /** The row with which it reaches running pods, too. */
    spreadsWith: z.optional(z.string()),
    /** How to keep the old behaviour. */
    keep: z.optional(keepSchema),
    compatibility: z.optional(compatibilitySchema),
    /** A fault bad enough to go around the versions that have it. */
    avoid: z.optional(z.boolean()),
    /** Few people ever notice: folded in reports. */
    small: z.optional(z.boolean()),
    note: z.optional(z.string()),
    /** The day (ISO date) on which the sources said so. */
    seen: z.iso.date("a date such as 2026-11-21"),
    /** What would show that the row is out of date. */
    outdatedBy: z.string().check(z.minLength(1)),
    /** Where it is written down. */
    source: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
  })
  .check(
    z.refine((row) => (row.part === "operator") === (row.operator !== undefined), {
      error: "a row of part operator, and no other, names its releases under operator",
      path: ["operator"],
    }),
    z.refine((row) => row.operator !== undefined || row.since !== undefined, {
      error: "a minor such as 1.29",
      path: ["since"],
    }),
    z.refine((row) => row.kind !== "bug" || row.operator !== undefined || row.affected !== undefined, {
      error: "the versions that have the bug, such as 1.29.0-3 1.30.0",
      path: ["affected"],
    }),
    z.refine((row) => row.kind === "bug" || row.affected === undefined, {
      error: "nothing: only a bug has versions that are affected",
      path: ["affected"],
    }),
  );

const windowSchema = z.strictObject({
  /** An operator release (`3.4.4`) or an Istio minor (`1.31`). */
  of: z
    .string()
    .check(z.regex(/^\d+\.\d+(\.\d+)?$/, "an operator release such as 3.4.4 or an Istio minor such as 1.31")),
  platform: z.enum(platformKinds),
  /** Oldest minor of the platform. */
  min: minor,
  /** Newest minor of the platform. @default none is named */
  max: z.optional(minor),
});

/** The file in which users write rows and windows of their own. */
export const ledgerFileSchema = z.strictObject({
  apiVersion: z.literal("meshstep.dev/v1alpha1"),
  kind: z.literal("Ledger"),
  /** One of an id that meshstep has replaces ours. @default none */
  rows: z._default(z.array(rowSchema), []),
  /** Platforms that an operator release or an Istio minor runs on. One that meshstep has is replaced. @default none */
  windows: z._default(z.array(windowSchema), []),
});

export type LedgerRow = z.output<typeof rowSchema>;
export type RowPart = LedgerRow["part"];
/** A row in our data files, where one date holds for all. */
export type DataRow = Omit<LedgerRow, "seen">;
