import { minorDistance } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { profilesIn } from "../../ledger/kept";
import { wordOf } from "../../objects/object-paths";
import { chartPlatforms } from "../platform";
import { type AboutDetails, about, type ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { isAmbientChart } from "./ambient";
import { besideChart, minorIn } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { isOpenText } from "./plain-values";
import { valueIn } from "./values";

/** The profiles that the charts have files for since 1.24, and those that istioctl or the operator has besides. */
const profiles: readonly string[] = ["ambient", "demo", "preview", "remote", "stable"];
const ofOthers: readonly string[] = ["default", "minimal", "empty", "openshift", "openshift-ambient"];

const citation =
  "Istio, manifests/zzz_profile.yaml: https://github.com/istio/istio/blob/master/manifests/zzz_profile.yaml";

/** Charts that do not render, as what they are to take from a file of theirs is none (VER012): seen with Helm. */
export function unrenderedCharts(set: ManifestSet): readonly Finding[] {
  return judged(set).flatMap(({ chart, minor }) => {
    const known = profilesIn(minor) ?? [];
    const version = textIn(chart, ["compatibilityVersion"]);
    // In an ambient mesh it is said that the profile is not ambient (AMB001).
    const isSaid = besideChart(set, chart, "ztunnel").length > 0 && isAmbientChart(chart) === false;
    const profile = isSaid ? undefined : (textIn(chart, ["profile"]) ?? textIn(chart, ["global", "profile"]));
    return [
      ...(version === undefined || known.includes(version.text)
        ? []
        : [
            refused(chart, "VER012", version, {
              message: `chart ${chart.chart} of Istio ${minor} carries no profile for compatibilityVersion ${version.text}: it does not render`,
              hint: `It carries ${known.join(", ")}.`,
            }),
          ]),
      ...(profile === undefined || !isUnknownProfile(profile.text)
        ? []
        : [
            refused(chart, "VER012", profile, {
              message: `chart ${chart.chart} has no profile ${profile.text}: it does not render`,
              hint: `Helm's charts have ${profiles.join(", ")}; leave it out for what istioctl calls default.`,
            }),
          ]),
    ];
  });
}

/** The same of platforms (PLAT003). */
export function unknownPlatforms(set: ManifestSet): readonly Finding[] {
  return judged(set).flatMap(({ chart }) => {
    const platform = platformIn(chart);
    if (platform === undefined || chartPlatforms.includes(platform.text)) return [];
    const near = slipOf(platform.text, chartPlatforms);
    return [
      refused(chart, "PLAT003", platform, {
        message: `chart ${chart.chart} has no platform ${platform.text}: it does not render`,
        hint: near === undefined ? `It has ${chartPlatforms.join(", ")}.` : `Did you mean ${near}?`,
      }),
    ];
  });
}

/** A text that a chart is given, and what says where. */
export interface Given extends Pick<AboutDetails, "place"> {
  readonly text: string;
}

/** The platform that a chart is given; undefined for none, and where nobody knows it here. */
export function platformIn(chart: MeshChart): Given | undefined {
  return textIn(chart, ["platform"]) ?? textIn(chart, ["global", "platform"]);
}

function textIn({ values }: MeshChart, path: readonly string[]): Given | undefined {
  const { value, place } = valueIn(values ?? [], path);
  const text = value === undefined || value === null ? "" : wordOf(value);
  return text === "" || isOpenText(text) ? undefined : { text, ...(place && { place }) };
}

/** Whether the charts are known not to have a profile; those that somebody builds may have more. */
export function isUnknownProfile(profile: string): boolean {
  return ofOthers.includes(profile) || (!profiles.includes(profile) && slipOf(profile, profiles) !== undefined);
}

/** Of charts of other minors it is not known here what they have. */
function judged(set: ManifestSet): readonly { readonly chart: MeshChart; readonly minor: string }[] {
  return (set.charts ?? []).flatMap((chart) => {
    const minor = minorIn(set, chart);
    const isKnown = minor !== undefined && minorDistance("1.24", minor) >= 0 && profilesIn(minor) !== undefined;
    return isKnown && chart.values !== undefined ? [{ chart, minor }] : [];
  });
}

/** What stands in values, or is to stand there. */
function refused(
  { one, at, valuesAt }: MeshChart,
  rule: "VER012" | "PLAT003",
  { place }: Given,
  details: AboutDetails,
): Finding {
  return about(rule, one, { at: valuesAt ?? at.slice(0, -1), citation, ...(place && { place }), ...details });
}
