import { minorDistance } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import type { RuleId } from "../../findings/pages";
import { objectId } from "../../objects/kubernetes-object";
import { about, type ManifestSet } from "../rule";
import { besideChart, called, chartsOf, minorIn } from "./chart";
import type { MeshChart } from "./mesh-chart";

/**
 * Charts of the data plane whose minor is ahead of each istiod of their mesh (SKEW001), or more than one behind each of them (SKEW002). Without
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
    const planes = besideChart(set, part, "istiod");
    const minors = planes.map((plane) => minorIn(set, plane));
    if (version === undefined || planes.length === 0 || minors.includes(undefined)) return [];
    const isFree = part.chart === "cni" && besideChart(set, part, "ztunnel").length === 0;
    const distances = minors.flatMap((minor) => (minor === undefined ? [] : [minorDistance(version, minor)]));
    const wrong =
      verdict === "ahead" ? distances.every((one) => one < (isFree ? -1 : 0)) : distances.every((one) => one > 1);
    // Of several the nearest.
    const [plane] = planes;
    return wrong && plane && isSameSource(part, plane) ? [{ part, plane }] : [];
  });
  const relation = verdict === "ahead" ? "is ahead of" : "is more than one minor behind";
  return found.map(({ part, plane }) =>
    about(rule, part.versionIn, {
      at: part.at,
      message: `${called(part)} ${relation} ${called(plane)}, which ${objectId(plane.one.object)} installs`,
      hint,
    }),
  );
}

/** Copies of one release have its version; what somebody packs anew has one of its own. */
export function isSameSource(a: MeshChart, b: MeshChart): boolean {
  const isOfIstio = ({ from }: MeshChart) => /istio-release/.test(from);
  return a.from === b.from || (isOfIstio(a) && isOfIstio(b));
}

/** CRDs of a minor before that of an istiod (SKEW002): Istio's order begins with the chart base. */
export function oldBases(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "base").flatMap((base) => {
    const version = minorIn(set, base);
    const [plane] = besideChart(set, base, "istiod").filter((one) => isSameSource(one, base));
    const minor = plane && minorIn(set, plane);
    if (version === undefined || !plane || minor === undefined || minorDistance(version, minor) < 1) return [];
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
