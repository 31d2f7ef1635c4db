import { minorDistance, minorOf } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import type { RuleId } from "../../findings/pages";
import { objectId } from "../../objects/kubernetes-object";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { comparableVersion } from "../versions/versions";
import { besideChart, called, chartsOf, doubted, minorIn } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { sailsBeside } from "./sails";

/** A control plane beside a chart of the data plane. */
interface Plane {
  readonly minor: string | undefined;
  /** `chart istiod 1.28.3, which HelmRelease/istiod installs`. */
  readonly called: string;
  readonly by: CheckedObject;
  readonly isSameSource: boolean;
}

/**
 * Charts of the data plane whose minor is ahead of each control plane of their mesh (SKEW001), or more than one behind each of them (SKEW002). Without
 * ztunnel a CNI may be a minor on either side.
 */
export function chartSkew(
  set: ManifestSet,
  rule: RuleId,
  verdict: "ahead" | "behind",
  hint: string,
): readonly Finding[] {
  const found = chartsOf(set, "cni", "ztunnel").flatMap((part) => {
    const version = minorIn(set, part);
    const planes = planesOf(set, part);
    const minors = planes.map(({ minor }) => minor);
    if (version === undefined || planes.length === 0 || minors.includes(undefined)) return [];
    const isFree = part.chart === "cni" && !hasZtunnel(set, part);
    const distances = minors.flatMap((minor) => (minor === undefined ? [] : [minorDistance(version, minor)]));
    const wrong =
      verdict === "ahead" ? distances.every((one) => one < (isFree ? -1 : 0)) : distances.every((one) => one > 1);
    // Of several the nearest.
    const [plane] = planes;
    return wrong && plane?.isSameSource ? [{ part, plane }] : [];
  });
  const relation = verdict === "ahead" ? "is ahead of" : "is more than one minor behind";
  return found.map(({ part, plane }) =>
    about(rule, part.versionIn, {
      at: part.at,
      ...doubted(set, part.by, plane.by),
      message: `${called(part)} ${relation} ${plane.called}`,
      hint,
    }),
  );
}

/** Istiods of charts; where there are none, those that the operator makes in the same cluster. */
function planesOf(set: ManifestSet, part: MeshChart): readonly Plane[] {
  const charts = besideChart(set, part, "istiod").map((plane) => ({
    minor: minorIn(set, plane),
    called: `${called(plane)}, which ${objectId(plane.one.object)} installs`,
    by: plane.by,
    isSameSource: isSameSource(part, plane),
  }));
  if (charts.length > 0) return charts;
  return sailsBeside(set, part, "Istio", "IstioRevision").map((one) => {
    const version = comparableVersion(set, one);
    return {
      minor: version === undefined || set.writes?.(one, "version") ? undefined : minorOf(version),
      called: `${objectId(one.object)} ${version}`,
      by: one,
      // Somebody's own copies have versions of their own.
      isSameSource: /(^|[/._-])istio([/._-]|$)/.test(part.from),
    };
  });
}

function hasZtunnel(set: ManifestSet, part: MeshChart): boolean {
  return besideChart(set, part, "ztunnel").length > 0 || sailsBeside(set, part, "ZTunnel").length > 0;
}

/** Copies of one release have its version; what somebody packs anew has one of its own. */
export function isSameSource(a: MeshChart, b: MeshChart): boolean {
  return a.from === b.from || (isOfIstio(a) && isOfIstio(b));
}

function isOfIstio({ from }: MeshChart): boolean {
  return /istio-release/.test(from);
}

/** CRDs of a minor before that of an istiod (SKEW002): Istio's order begins with the chart base. */
export function oldBases(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "base").flatMap((base) => {
    const version = minorIn(set, base);
    if (version === undefined) return [];
    // All revisions read the CRDs of one base.
    const [plane] = besideChart(set, base, "istiod")
      .filter((one) => isSameSource(one, base))
      .map((one) => ({ one, distance: minorDistance(version, minorIn(set, one) ?? version) }))
      .filter(({ distance }) => distance > 0)
      .sort((a, b) => b.distance - a.distance)
      .map(({ one }) => one);
    if (!plane) return [];
    return [
      about("SKEW002", base.versionIn, {
        at: base.at,
        severity: "warning",
        message: `${called(base)} is behind ${called(plane)}, which ${objectId(plane.one.object)} installs: fields that this istiod reads may be missing in its CRDs`,
        hint: "The chart base moves first on the way up.",
      }),
    ];
  });
}
