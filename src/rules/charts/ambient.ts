import { minorDistance } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../objects/kubernetes-object";
import { wordOf } from "../../objects/object-paths";
import { ambientProfiles } from "../ambient";
import { type AboutDetails, about, fewOf, type ManifestSet } from "../rule";
import { besideChart, chartsOf, doubted, minorIn } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { type ChartValues, valueIn } from "./values";

/** What turns ambient on beside the profile; the charts take it with their own name before it and without. */
const switches = {
  istiod: [
    ["pilot", "env", "PILOT_ENABLE_AMBIENT"],
    ["env", "PILOT_ENABLE_AMBIENT"],
  ],
  cni: [
    ["cni", "ambient", "enabled"],
    ["ambient", "enabled"],
  ],
} as const;
const results = {
  istiod: "istiod then configures no ztunnel",
  cni: "pods then are not redirected to ztunnel",
} as const;

/** Charts of istiod and the CNI without ambient, in a mesh into which ztunnel is installed (AMB001). */
export function chartsWithoutAmbient(set: ManifestSet): readonly Finding[] {
  return (["istiod", "cni"] as const).flatMap((name) => {
    const all = chartsOf(set, name).filter((one) => besideChart(set, one, "ztunnel").length > 0);
    return all.flatMap((one) => {
      const [ztunnel] = besideChart(set, one, "ztunnel");
      const others = besideChart(set, one, name);
      // ztunnel is served by one of several.
      if (!ztunnel || !isJudged(set, one) || others.some((other) => isAmbientChart(other) !== false)) return [];
      return isAmbientChart(one) === false
        ? [{ ...switchedOff(one, name, ztunnel), ...doubted(set, one.by, ztunnel.by) }]
        : [];
    });
  });
}

/** The same, where a part of the values is not among the manifests, and no setting of the others tells. */
export function unreadAmbient(set: ManifestSet): readonly string[] {
  const open = (["istiod", "cni"] as const)
    .flatMap((name) => chartsOf(set, name))
    .filter((one) => besideChart(set, one, "ztunnel").length > 0 && isAmbientChart(one) === undefined);
  const isAlone = (one: MeshChart) => one.one.object.kind === "Chart" && one.one === one.by;
  return [
    { some: open.filter((one) => !isAlone(one)), lack: "a part of the values" },
    { some: open.filter(isAlone), lack: "the one object that installs it" },
  ].flatMap(({ some, lack }) => {
    const { shown } = fewOf(some.map(({ one }) => objectId(one.object)));
    return some.length === 0 ? [] : [`whether ${shown} has the ambient profile: ${lack} is not among these manifests`];
  });
}

const citation = "Istio, Install ambient with Helm: https://istio.io/latest/docs/ambient/install/helm/";

/** The charts have the profile since 1.22. */
function isJudged(set: ManifestSet, one: MeshChart): boolean {
  const minor = minorIn(set, one);
  const isWritten = ["profile", "ambient", "PILOT_ENABLE_AMBIENT", "valuesFrom"].some((field) =>
    set.writes?.(one.one, field),
  );
  return minor !== undefined && minorDistance("1.22", minor) >= 0 && !isWritten;
}

/** Undefined where the values do not tell. */
export function isAmbientChart({ chart, values }: MeshChart): boolean | undefined {
  if (values === undefined || (chart !== "istiod" && chart !== "cni")) return undefined;
  const setting = settingOf(values, chart)?.value;
  const profiles = profilesOf(values);
  if ([setting, ...profiles].some((one) => /[{}$<]/.test(wordOf(one ?? "")))) return undefined;
  // The istiod of such a chart is in another cluster.
  if (profiles.some((one) => ["remote", "external"].includes(wordOf(one)))) return undefined;
  if (setting !== undefined) return wordOf(setting) === "true";
  return profiles.some((one) => ambientProfiles.includes(wordOf(one)));
}

function settingOf(values: readonly ChartValues[], chart: "istiod" | "cni") {
  return switches[chart]
    .map((path) => ({ path, ...valueIn(values, path) }))
    .find(({ value }) => value !== undefined && value !== null);
}

function profilesOf(values: readonly ChartValues[]): readonly unknown[] {
  return [["profile"], ["global", "profile"]]
    .map((path) => valueIn(values, path).value)
    .filter((one) => one !== undefined);
}

function switchedOff(chart: MeshChart, name: "istiod" | "cni", ztunnel: MeshChart): Finding {
  const values = chart.values ?? [];
  const end = `and ${objectId(ztunnel.one.object)} installs ztunnel: ${results[name]}`;
  const setting = settingOf(values, name);
  const own = valueIn(values, ["profile"]);
  const profile = own.value === undefined ? valueIn(values, ["global", "profile"]) : own;
  const where = chart.one.object.kind === "Chart" ? `below ${name} in the values` : "at the top of the values";
  const nested = values.flatMap(({ value }) => nestedProfiles(value))[0];
  const details: AboutDetails =
    setting !== undefined
      ? {
          at: chart.valuesAt ?? chart.at,
          ...(setting.place && { place: setting.place }),
          message: `chart ${name} is given ${setting.path.join(".")} ${wordOf(setting.value)}, ${end}`,
          hint: `Take it away, and write profile: ambient ${where}.`,
        }
      : nested !== undefined
        ? {
            at: [...(chart.valuesAt ?? chart.at), ...(chart.valuesAt ? [nested, "profile"] : [])],
            message: `chart ${name} is given its profile below ${nested}, where it reads none, ${end}`,
            hint: `Write profile: ambient ${where}.`,
          }
        : {
            at: chart.valuesAt ?? chart.at,
            ...(profile.place && { place: profile.place }),
            message: `chart ${name} is given ${profile.value === undefined ? "no profile" : `profile ${wordOf(profile.value)}`}, ${end}`,
            hint: `Write profile: ambient ${where}.`,
            ...(profile.value === undefined &&
              chart.valuesAt && { fix: [{ at: [...chart.valuesAt, "profile"], value: "ambient" }] }),
          };
  return about("AMB001", chart.one, { citation, ...details });
}

/** Keys below which somebody wrote the profile that belongs above them. */
function nestedProfiles(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    key !== "global" && ambientProfiles.includes(wordOf(Object(inside)["profile"] ?? "")) ? [key] : [],
  );
}
