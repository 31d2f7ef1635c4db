import { compareVersions, minorDistance, minorOf } from "../catalog/version";
import { inRange } from "../catalog/version-set";
import { openshiftCrds } from "./data/openshift";
import type { Platform, PlatformCrds } from "./types";

/*
 * Which bundle of the Gateway API CRDs istiod reads, by kind and version. Sources: istio/istio, pkg/kube/kclient/crdwatcher.go at 1.24.6 to
 * 1.29.6, pkg/config/schema/gatewayapi/minimumversions.go at 1.30.3, release note 59443. A CRD without a bundle version counts as too old.
 */

/** A bound on one kind's CRD while a version of istiod runs. */
export interface CrdBound {
  readonly kind: string;
  readonly atLeast?: string;
  readonly atMost?: string;
  /** What happens outside of it. */
  readonly otherwise: string;
  /** It ends istiod, and not only what the kind is for. */
  readonly stopsIstiod?: true;
}

/** The kinds that every Istio version here reads from the bundle 1.1.0 on. */
const always = ["GatewayClass", "Gateway", "HTTPRoute", "GRPCRoute", "ReferenceGrant"];
const ignored = "istiod ignores the CRD, and objects of that kind have no effect";
const withoutFix = "<1.27.9 1.28.0-5 1.29.0-1";

/** What istiod of this version asks of the CRDs; kinds that it does not read at all are left out. */
export function crdBounds(istioVersion: string): readonly CrdBound[] {
  const from = (minor: string) => minorDistance(minor, istioVersion) >= 0;
  return [
    ...(inRange(withoutFix, istioVersion)
      ? [
          {
            kind: "TLSRoute",
            atMost: "1.4.1",
            otherwise: "istiod fails at start, whether a TLSRoute exists or not",
            stopsIstiod: true as const,
          },
        ]
      : from("1.30")
        ? [{ kind: "TLSRoute", atLeast: "1.5.0", otherwise: ignored }]
        : [{ kind: "TLSRoute", atMost: "1.4.1", otherwise: ignored }]),
    ...(from("1.28") ? [{ kind: "BackendTLSPolicy", atLeast: "1.4.0", otherwise: ignored }] : []),
    ...(from("1.30") ? [{ kind: "ListenerSet", atLeast: "1.5.0", otherwise: ignored }] : []),
    ...always.map((kind) => ({ kind, atLeast: "1.1.0", otherwise: ignored })),
  ];
}

/** Whether a bundle has the kind in a version that istiod does not take. */
export function isOutside({ atLeast, atMost }: CrdBound, bundle: string): boolean {
  return (
    (atLeast !== undefined && compareVersions(bundle, atLeast) < 0) ||
    (atMost !== undefined && compareVersions(bundle, atMost) > 0)
  );
}

/** The bundles that a bound lets through, in words. */
export function wanted({ atLeast, atMost }: CrdBound): string {
  return [...(atLeast ? [`from ${atLeast} on`] : []), ...(atMost ? [`up to ${atMost}`] : [])].join(" ");
}

/** One bundle for everything that a mesh uses, while these versions run. */
export interface BundleNeed {
  /** The lowest bundle that serves all of it; left out where none is asked for. */
  readonly atLeast?: string;
  readonly atMost?: string;
  /** Kinds of which no bundle serves every version: `TLSRoute`. */
  readonly gap: readonly string[];
  readonly bounds: readonly CrdBound[];
}

/**
 * What bundle the versions that run need for the kinds that a mesh uses. A bound whose breach stops istiod counts for every mesh.
 * @param kinds kinds of the group gateway.networking.k8s.io that the mesh has objects of
 */
export function bundleNeed(versions: readonly string[], kinds: readonly string[]): BundleNeed {
  const bounds = versions.flatMap(crdBounds).filter((bound) => kinds.includes(bound.kind) || bound.stopsIstiod);
  const lowest = bounds
    .flatMap(({ atLeast }) => atLeast ?? [])
    .sort(compareVersions)
    .at(-1);
  const highest = bounds.flatMap(({ atMost }) => atMost ?? []).sort(compareVersions)[0];
  const gap = [...new Set(bounds.map(({ kind }) => kind))].filter((kind) => contradicts(bounds, kind));
  return { ...(lowest && { atLeast: lowest }), ...(highest && { atMost: highest }), gap, bounds: unique(bounds) };
}

function contradicts(bounds: readonly CrdBound[], kind: string): boolean {
  const own = bounds.filter((bound) => bound.kind === kind);
  const lowest = own
    .flatMap(({ atLeast }) => atLeast ?? [])
    .sort(compareVersions)
    .at(-1);
  const highest = own.flatMap(({ atMost }) => atMost ?? []).sort(compareVersions)[0];
  return lowest !== undefined && highest !== undefined && compareVersions(lowest, highest) > 0;
}

function unique(bounds: readonly CrdBound[]): readonly CrdBound[] {
  return [...new Map(bounds.map((bound) => [JSON.stringify(bound), bound])).values()];
}

/** The CRDs that the platform brings and guards; undefined where they are the user's own business. */
export function platformCrds({ kind, version }: Platform): PlatformCrds | undefined {
  return kind === "openshift" ? openshiftCrds[minorOf(version)] : undefined;
}
