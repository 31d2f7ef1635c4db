import { type Finding, finding } from "../findings/finding";
import type { Mesh } from "../mesh/mesh";
import { type PlatformKind, platformTitles } from "../platform/types";
import { windowWords } from "../platform/windows";
import { type Calendar, calendarStops, type Misfit, oneClusterServes } from "./calendar";
import type { Hop } from "./hop";
import type { Start } from "./start";

const versionPath = ["spec", "platform", "version"] as const;

/** PLAT001: stops that the cluster does not carry, and a row that no single cluster version carries. */
export function platformFindings(
  mesh: Mesh,
  start: Start,
  hops: readonly Hop[],
  calendar: Calendar | undefined,
): readonly Finding[] {
  if (calendar)
    return [...wrongPlatform(mesh), ...calendar.misfits.map((misfit) => misfitFinding(calendar.kind, misfit))];
  return undescribed(mesh, start, hops);
}

function misfitFinding(kind: PlatformKind, { stop, cluster, bounds, is, already }: Misfit): Finding {
  const title = platformTitles[kind];
  const where = already ? "what runs now" : stop;
  return finding("PLAT001", {
    severity: is === "too old" && !already ? "error" : "warning",
    path: versionPath,
    message: `${where}: ${bounds.what} runs on ${title} ${windowWords(bounds.window)}, and the cluster is at ${cluster} there`,
    hint:
      is === "too new"
        ? "The vendor names no release that is newer than that window: ask, or write a window that you know of into a file under spec.ledger."
        : already
          ? "Correct spec.platform, or upgrade the cluster first."
          : "No cluster version carries both this stop and the one before: end the row at a release in between (spec.upgrade.operator.release).",
    citation: bounds.source,
  });
}

/** A vendor's operator on a platform that is not its own. */
function wrongPlatform({ distribution, platform }: Mesh): readonly Finding[] {
  const home = { openshift: "openshift", alauda: undefined, sail: undefined }[distribution];
  if (!platform || (home === undefined ? platform.kind !== "acp" || distribution === "alauda" : platform.kind === home))
    return [];
  return [
    finding("PLAT001", {
      severity: "warning",
      path: ["spec", "platform", "kind"],
      message: `distribution ${distribution} is not published for ${platformTitles[platform.kind]}: no window is known`,
    }),
  ];
}

/** Without spec.platform only one thing can be said: that the row takes more than one cluster version. */
function undescribed(mesh: Mesh, start: Start, hops: readonly Hop[]): readonly Finding[] {
  if (mesh.distribution !== "openshift" || hops.length === 0) return [];
  const stops = calendarStops(mesh, start, hops, "openshift");
  if (oneClusterServes(stops) !== false) return [];
  const [first, last] = [stops[0], stops.at(-1)].map((stop) => stop?.bounds[0]);
  if (!first || !last) return [];
  return [
    finding("PLAT001", {
      severity: "warning",
      path: ["spec"],
      message: `no OpenShift version carries the whole row: ${first.what} runs on ${windowWords(first.window)}, ${last.what} on ${windowWords(last.window)}`,
      hint: 'Say platform: { kind: openshift, version: "4.18" }, with what the cluster is at: the plan then holds its upgrades as phases by hand.',
      citation: last.source,
    }),
  ];
}
