import { distribution as findDistribution } from "../../catalog/lookup";
import { minorDistance, minorOf } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { about, type ManifestSet } from "../rule";
import { called, chartsOf, minorIn } from "./chart";
import { isWideRange } from "./chart-versions";

/** Charts of Istio in no version, or in a range of several minors (VER004). */
export function floatingCharts(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "base", "istiod", "cni", "ztunnel").flatMap((chart) => {
    const { version, versionIn, at } = chart;
    if (set.writes?.(versionIn, String(at.at(-1))) || (version !== undefined && !isWideRange(version))) return [];
    const words = version === undefined ? "without a version" : `in version ${version}`;
    return [
      about("VER004", versionIn, {
        at,
        severity: "warning",
        message: `Istio's chart ${chart.chart} ${words}: the newest that fits is taken, on any day, over as many minors as there are`,
        hint: "Write one version, or a range of one minor such as ~1.30.0: Istio moves one minor at a time, and its parts in an order.",
      }),
    ];
  });
}

/** istiods of minors that Istio looks after no more (VER002), as far as the newest release of its operator says that. */
export function oldCharts(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "istiod").flatMap((chart) => {
    const minor = minorIn(set, chart);
    const oldest = minor === undefined ? undefined : oldestMaintained();
    if (minor === undefined || !oldest || minorDistance(minor, oldest.minor) < 1) return [];
    return [
      about("VER002", chart.versionIn, {
        at: chart.at,
        severity: "warning",
        message: `${called(chart)}: Istio ${minor} is end of life and gets no fixes: the oldest minor that Sail Operator ${oldest.by} still installs is ${oldest.minor}`,
        hint: "Go up one minor at a time.",
        citation: "Istio, Supported Releases: https://istio.io/latest/docs/releases/supported-releases/",
      }),
    ];
  });
}

/** Istio's own operator calls end of life what Istio does. */
function oldestMaintained(): { readonly minor: string; readonly by: string } | undefined {
  const newest = findDistribution("sail").releases.at(-1);
  const [first, ...rest] = (newest?.installable ?? []).map(minorOf);
  if (!newest || first === undefined) return undefined;
  const minor = rest.reduce((oldest, one) => (minorDistance(one, oldest) > 0 ? one : oldest), first);
  return { minor, by: `${newest.version}${newest.released === undefined ? "" : ` of ${newest.released}`}` };
}
