import { resolveAlias } from "../../catalog/lookup";
import { floatingWords } from "../../catalog/subscription";
import { isAlias, withV } from "../../catalog/version";
import type { Finding, FindingDetails } from "../../findings/finding";
import { type Pair, pairs } from "../changed";
import { floatingCharts } from "../charts/versions";
import { sailObjects, versionedKinds, versionOf } from "../objects";
import { isRevisionBased, revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { chartRelease, operatorChart } from "../versions/charts";
import { extensionRelease, extensionVersion, operatorExtension } from "../versions/extensions";
import { operatorSubscriptions } from "../versions/subscriptions";

export const ver004: Rule = {
  id: "VER004",
  state: (set) => [
    ...sailObjects(set, versionedKinds).flatMap((one) => {
      const version = versionOf(one);
      if (version === undefined) return leftToOperator(set, one);
      if (!isAlias(version)) return [];
      const exact = set.release && resolveAlias(set.release, version);
      const hint = exact ? `Write ${exact}, which operator release ${set.release?.version} takes it for.` : undefined;
      const at = ["spec", "version"];
      const fix = exact ? [{ at, value: exact }] : [];
      return [about("VER004", one, { at, ...verdict(one, version), ...(hint && { hint }), fix })];
    }),
    ...set.objects.flatMap(floatingChart),
    ...set.objects.flatMap((one) => floatingExtension(set, one)),
    ...floatingCharts(set),
    ...operatorSubscriptions(set).flatMap(({ one, ...followed }) => {
      // Of a base it is a word that overlays replace.
      if (set.writes?.(one, "channel")) return [];
      const words = floatingWords(set.distribution, followed, set.release);
      const isAutomatic = followed.approval === "Automatic";
      const at = ["spec", isAutomatic ? "installPlanApproval" : "channel"];
      const fix = isAutomatic ? [{ at, value: "Manual" }] : [];
      return words ? [about("VER004", one, { at, ...words, fix })] : [];
    }),
  ],
  step: (step) => pairs(step, (set) => sailObjects(set, versionedKinds)).flatMap((pair) => takenAway(step.after, pair)),
};

/** Whoever applies the manifest takes the field out of the object, and then the CRD's default of today fills it in: seen with Sail Operator 1.30.3. */
function takenAway({ release, writes }: ManifestSet, { before, after }: Pair): readonly Finding[] {
  const was = versionOf(before);
  if (was === undefined || versionOf(after) !== undefined || writes?.(after, "version")) return [];
  const standard = release?.defaultVersion;
  if (standard !== undefined && withV(was) === standard) return [];
  return [
    about("VER004", after, {
      at: ["spec"],
      severity: "error",
      message: `spec.version ${was} is taken away: the API server fills in the default of the operator release that is there${standard ? `, ${standard}` : ""}, and the mesh moves to that`,
      hint: `Write ${was}.`,
      fix: [{ at: ["spec", "version"], value: was }],
    }),
  ];
}

/** The operator's chart in no version of its own: the engine takes the newest that fits, on any day. */
function floatingChart(one: CheckedObject): readonly Finding[] {
  const chart = operatorChart(one.object);
  if (!chart || chartRelease(chart) !== undefined || isPlaceholder(chart.version)) return [];
  const words = chart.version === undefined ? "without a version" : `in version ${chart.version}`;
  return [
    about("VER004", one, {
      at: chart.at,
      message: `the operator's chart ${words}: the engine takes the newest that fits, on any day`,
      hint: "Write one version.",
    }),
  ];
}

/** What somebody fills in; a range has its `<` before a number. */
function isPlaceholder(version = ""): boolean {
  return /[{$]|<\s*[^\s\d=v]/.test(version);
}

/** The same of a ClusterExtension: OLM v1 goes to the newest of the range and of the channels, and asks nobody. */
function floatingExtension({ distribution, writes }: ManifestSet, one: CheckedObject): readonly Finding[] {
  const asked = operatorExtension(one.object);
  if (asked?.package !== distribution.package || isPlaceholder(asked.version) || writes?.(one, "version")) return [];
  if (extensionRelease(asked) !== undefined) return [];
  const words = asked.version === undefined ? "without a version" : `in version ${asked.version}`;
  const among = asked.channels.length > 0 ? ` of ${asked.channels.join(" and ")}` : "";
  return [
    about("VER004", one, {
      at: asked.version === undefined ? extensionVersion.slice(0, -1) : extensionVersion,
      message: `package ${asked.package} ${words}: OLM moves the operator to the newest that fits${among} by itself, on any day`,
      hint: "Write one version, and move it when a new one is planned.",
      citation:
        "OLM v1, channel-based automatic upgrades: https://operator-framework.github.io/operator-controller/howto/how-to-channel-based-upgrades",
    }),
  ];
}

/** IstioRevision has no default: there the schema asks for a version. The CRD has the default, and updating the operator moves none that was written. */
function leftToOperator({ release, writes }: ManifestSet, one: CheckedObject): readonly Finding[] {
  if (one.object.kind === "IstioRevision" || writes?.(one, "version")) return [];
  const standard = release?.defaultVersion;
  return [
    about("VER004", one, {
      at: ["spec"],
      message:
        "no spec.version: the API server wrote the default of the operator release that was there when the object was made, and keeps it",
      // Written into a mesh that was made under another release, the default would be an upgrade.
      hint: `Write the version that the object in the cluster has${standard ? `; in a new cluster it becomes ${standard} (operator release ${release?.version})` : ""}.`,
    }),
  ];
}

function verdict(one: CheckedObject, version: string): FindingDetails {
  if (one.object.kind === "IstioRevision") {
    return { severity: "error", message: `${version} is a floating alias; IstioRevision takes exact versions only` };
  }
  if (isRevisionBased(one)) {
    return {
      severity: "error",
      message: `${version} is a floating alias; the revision would be called ${revisionOf(one)} and be upgraded in place when the operator moves the alias`,
    };
  }
  return { message: `${version} is a floating alias; the operator moves it by itself when it is updated` };
}
