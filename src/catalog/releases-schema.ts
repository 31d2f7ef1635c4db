import * as z from "zod/mini";
import { distributionNames } from "./types";

/*
 * The file in which users write down operator releases that are newer than our own data:
 * the source for its checks, and for its JSON Schema. The comment above a key becomes its description in editors.
 */

/** Newest first: the order in which a release lists what it serves. */
export const ztunnelApiVersions = ["v1", "v1alpha1"] as const;
export const ztunnelFields = ["terminationGracePeriodSeconds", "updateStrategy", "targetRef"] as const;

// Six digits are plenty for a version, and stay far from where numbers lose digits.
const number = "(0|[1-9]\\d{0,5})";
const minor = `v?${number}\\.${number}`;
const exact = `${minor}\\.${number}(-[a-z][0-9A-Za-z-]*(\\.(${number}|[A-Za-z][0-9A-Za-z-]*))*)?`;

const exactVersion = z.string().check(z.regex(new RegExp(`^${exact}$`), "an exact Istio version such as v1.30.4"));
const exactOrAlias = z
  .string()
  .check(
    z.regex(
      new RegExp(`^(${exact}|${minor}-latest)$`),
      "an Istio version such as v1.26.8, or an alias such as v1.26-latest",
    ),
  );
const alias = z.string().check(z.regex(new RegExp(`^${minor}-latest$`), "an alias such as v1.30-latest"));

const ztunnel = z.strictObject({
  /** Versions of the ZTunnel API that the release serves. */
  apiVersions: z.array(z.enum(ztunnelApiVersions)).check(z.minLength(1)),
  /** Fields of the ZTunnel API that the release keeps. */
  fields: z.array(z.enum(ztunnelFields)),
  /** Installable Istio versions that ZTunnel does not accept. @default none */
  lacks: z._default(z.array(exactVersion), []),
});

const release = z.strictObject({
  /** The operator's own version. */
  version: z.string().check(z.regex(new RegExp(`^${minor}\\.${number}$`), "an operator version such as 3.4.2")),
  /** ISO date. */
  released: z.optional(z.iso.date("a date such as 2026-12-01")),
  /** What an omitted `spec.version` becomes: one of the installable versions. */
  defaultVersion: z.optional(exactVersion),
  /** Istio versions that the CRD accepts and the controller deploys. */
  installable: z.array(exactVersion).check(z.minLength(1)),
  /** Versions and aliases that the CRD accepts and the controller refuses. @default none */
  endOfLife: z._default(z.array(exactOrAlias), []),
  /** What each alias stands for. @default the newest installable patch of each minor */
  aliases: z.optional(z.record(alias, exactVersion)),
  /** The ZTunnel API. @default as in the newest release before this one */
  ztunnel: z.optional(ztunnel),
});

export const releasesFileSchema = z.strictObject({
  apiVersion: z.literal("meshstep.dev/v1alpha1"),
  kind: z.literal("OperatorReleases"),
  distribution: z.enum(distributionNames),
  releases: z.array(release).check(z.minLength(1)),
});

/** One release as the user wrote it. */
export type ReleaseEntry = z.output<typeof release>;
