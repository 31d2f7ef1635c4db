import { minorDistance, minorNumber, minorOf } from "../catalog/version";
import type { Mesh } from "../mesh/mesh";
import type { PlatformKind } from "../platform/types";
import { type Bounds, boundsOf, inWindow } from "../platform/windows";
import { type Hop, stopOf } from "./hop";
import type { Start } from "./start";

/** Where a mesh stands, and the cluster minors that it runs on there. */
export interface CalendarStop {
  /** `operator release 3.1.11`; the first one is what runs now. */
  readonly stop: string;
  readonly bounds: readonly Bounds[];
}

/** A cluster upgrade that the row cannot do without. */
export interface ClusterUpgrade {
  /** The hop that comes after it, by its index. */
  readonly beforeHop: number;
  readonly from: string;
  readonly to: string;
  /** What asks for it: it does not run on `from`. */
  readonly because: Bounds;
}

/** A stop that no cluster version reaches, or that is older than the cluster. */
export interface Misfit {
  readonly stop: string;
  /** The cluster's minor there. */
  readonly cluster: string;
  readonly bounds: Bounds;
  readonly is: "too old" | "too new";
  /** Whether the mesh stands there already. */
  readonly already: boolean;
}

/** The cluster's way beside the mesh's. */
export interface Calendar {
  readonly kind: PlatformKind;
  readonly stops: readonly CalendarStop[];
  readonly upgrades: readonly ClusterUpgrade[];
  readonly misfits: readonly Misfit[];
}

/** The stops of a row and what each runs on; while a hop is under way, what runs before and after it both do. */
export function calendarStops(
  mesh: Mesh,
  start: Start,
  hops: readonly Hop[],
  kind: PlatformKind,
): readonly CalendarStop[] {
  let [operatorRelease, version] = [start.release.version, start.from];
  const at = (stop: string): CalendarStop => {
    const point = { distribution: mesh.distribution, operatorRelease, versions: [version] };
    return { stop, bounds: boundsOf(point, kind, mesh.extraWindows) };
  };
  const first = at("now");
  return [
    first,
    ...hops.map((hop) => {
      if (hop.kind === "operator") operatorRelease = hop.to.version;
      else version = hop.to;
      return at(stopOf(hop));
    }),
  ];
}

/**
 * Lays the cluster's upgrades beside a row: as late as the windows allow, each as far as it serves the most stops that follow.
 * @param kind the platform
 * @param now its minor today
 */
export function clusterCalendar(stops: readonly CalendarStop[], kind: PlatformKind, now: string): Calendar {
  const upgrades: ClusterUpgrade[] = [];
  const misfits: Misfit[] = [];
  let cluster = minorOf(now);
  stops.forEach((stop, index) => {
    const already = index === 0;
    const asks = stop.bounds.find(({ window }) => minorDistance(cluster, window.min) > 0);
    if (asks && !already) {
      const to = target(stops, index, cluster);
      if (to !== undefined) {
        upgrades.push({ beforeHop: index - 1, from: cluster, to, because: asks });
        cluster = to;
      }
    }
    for (const bounds of stop.bounds) {
      if (inWindow(bounds.window, cluster)) continue;
      const is = minorDistance(cluster, bounds.window.min) > 0 ? "too old" : "too new";
      misfits.push({ stop: stop.stop, cluster, bounds, is, already });
    }
  });
  return { kind, stops, upgrades, misfits };
}

/** The minor to upgrade to before a stop: both it and the stop before run on it, and as many of the later stops as can be. */
function target(stops: readonly CalendarStop[], index: number, cluster: string): string | undefined {
  const fits = (stop: CalendarStop | undefined, minor: string) =>
    stop?.bounds.every(({ window }) => inWindow(window, minor)) ?? true;
  const best = { minor: undefined as string | undefined, served: 0 };
  for (const minor of minorsAbove(cluster, stops)) {
    if (!fits(stops[index], minor) || !fits(stops[index - 1], minor)) continue;
    const later = stops.slice(index);
    const stop = later.findIndex((one) => !fits(one, minor));
    const served = stop < 0 ? later.length : stop;
    if (served > best.served) Object.assign(best, { minor, served });
  }
  return best.minor;
}

/** Every minor that a window names, and those in between, above what runs. */
function minorsAbove(cluster: string, stops: readonly CalendarStop[]): readonly string[] {
  const major = cluster.slice(0, cluster.indexOf("."));
  const named = stops.flatMap(({ bounds }) =>
    bounds.flatMap(({ window }) => [window.min, ...(window.max ? [window.max] : [])]),
  );
  const numbers = named.filter((one) => one.startsWith(`${major}.`)).map(minorNumber);
  const highest = Math.max(minorNumber(cluster), ...numbers);
  const count = highest - minorNumber(cluster);
  return Array.from({ length: count }, (_, step) => `${major}.${minorNumber(cluster) + step + 1}`);
}

/** Whether one cluster version serves every stop; undefined where nothing is known of the windows. */
export function oneClusterServes(stops: readonly CalendarStop[]): boolean | undefined {
  const windows = stops.flatMap(({ bounds }) => bounds.map(({ window }) => window));
  if (windows.length === 0) return undefined;
  return windows.every(({ min }) => windows.every(({ max }) => max === undefined || minorDistance(min, max) >= 0));
}
