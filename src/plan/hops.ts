import type { Distribution } from "../catalog/types";
import { compareVersions, minorNumber } from "../catalog/version";
import { type Hop, type HopRequest, isJump, type Point } from "./hop";
import { after, nextHops } from "./next-hops";

/** A hop outweighs any number of faults on the row: a longer row is never taken to go around one. */
const hopCost = 10_000;
/** A jump outweighs any number of plain hops: it is the last resort. */
const jumpCost = 1000 * hopCost;

/**
 * The shortest row of hops whose every end is installable in the operator release in force, fewest vendor jumps first.
 * Among equally short rows the one whose stops have the fewest known faults wins; then the operator is raised as late and as little as possible, and
 * to the newest release of its minor: the head of its channel, which is all that OLM offers unless the catalogue is pinned. Istio versions on the way
 * are the newest patch. Operators only ever go up: OLM has no operator downgrade.
 *
 * @returns undefined when there is no such row
 */
export function findHops(request: HopRequest): readonly Hop[] | undefined {
  const { distribution, ambient, release, from, to, finalRelease, offer, jumps, besides, faults } = request;
  const rows = searched.get(distribution) ?? new Map<string, readonly Hop[] | undefined>();
  searched.set(distribution, rows);
  const key = [ambient, release.version, from, to, finalRelease?.version, offer, jumps, besides, faults?.key].join(" ");
  if (!rows.has(key)) rows.set(key, search(request));
  return rows.get(key);
}

/** The clusters of a fleet go the same way: each way is searched once. */
const searched = new WeakMap<Distribution, Map<string, readonly Hop[] | undefined>>();

function search(request: HopRequest): readonly Hop[] | undefined {
  const graph = reachableGraph(request);
  const costs = costsToGoal(request, graph);
  let key = keyOf({ release: request.release, version: request.from });
  let rest = costs.get(key);
  if (rest === undefined) return undefined;
  const hops: Hop[] = [];
  while (rest > 0) {
    const best = (graph.get(key)?.edges ?? [])
      .filter((edge) => costs.get(edge.to) === (rest as number) - costOf(request, edge.hop))
      .sort((a, b) => byPreference(a.hop, b.hop))[0] as Edge;
    hops.push(best.hop);
    key = best.to;
    rest -= costOf(request, best.hop);
  }
  return hops;
}

/** A hop and the key of the point that it leads to. */
interface Edge {
  readonly hop: Hop;
  readonly to: string;
}

interface Node {
  readonly point: Point;
  readonly edges: readonly Edge[];
}

/** Cost of each point that can still reach the goal, by key. */
function costsToGoal(request: HopRequest, graph: ReadonlyMap<string, Node>): ReadonlyMap<string, number> {
  const costs = new Map<string, number>();
  const isGoal = (point: Point) =>
    point.version === request.to && (!request.finalRelease || point.release.version === request.finalRelease.version);
  // Hops only ever go one way (operators and versions up, or versions down): backwards, every point comes after those it leads to.
  for (const { point, edges } of [...graph.values()].sort((a, b) => byProgress(request)(b.point, a.point))) {
    let best = isGoal(point) ? 0 : Number.POSITIVE_INFINITY;
    for (const { hop, to } of edges)
      best = Math.min(best, (costs.get(to) ?? Number.POSITIVE_INFINITY) + costOf(request, hop));
    if (best < Number.POSITIVE_INFINITY) costs.set(keyOf(point), best);
  }
  return costs;
}

/** Every point that the rules let the mesh reach from where it runs now. */
export function reachablePoints(request: HopRequest): readonly Point[] {
  return [...reachableGraph(request).values()].map((node) => node.point);
}

function reachableGraph(request: HopRequest): ReadonlyMap<string, Node> {
  const graph = new Map<string, Node>();
  const queue: Point[] = [{ release: request.release, version: request.from }];
  for (let point = queue.pop(); point; point = queue.pop()) {
    const from = point;
    if (graph.has(keyOf(from))) continue;
    const edges = nextHops(request, from).map((hop) => {
      const next = after(from, hop);
      queue.push(next);
      return { hop, to: keyOf(next) };
    });
    graph.set(keyOf(from), { point: from, edges });
  }
  return graph;
}

function keyOf(point: Point): string {
  return `${point.release.version} ${point.version}`;
}

function costOf({ faults }: HopRequest, hop: Hop): number {
  return (isJump(hop) ? jumpCost : hopCost) + (faults?.of(hop) ?? 0);
}

/** Istio before operator, newest patch; operators of the lowest minor first, and of that the newest. */
function byPreference(a: Hop, b: Hop): number {
  if (a.kind !== b.kind) return a.kind === "istio" ? -1 : 1;
  if (a.kind === "operator" && b.kind === "operator") {
    return minorNumber(a.to.version) - minorNumber(b.to.version) || compareVersions(b.to.version, a.to.version);
  }
  return compareVersions(b.to as string, a.to as string);
}

/** Sorts points so that every hop leads from an earlier one to a later one. */
function byProgress(request: HopRequest): (a: Point, b: Point) => number {
  const direction = compareVersions(request.from, request.to) <= 0 ? 1 : -1;
  return (a, b) =>
    compareVersions(a.release.version, b.release.version) || direction * compareVersions(a.version, b.version);
}
