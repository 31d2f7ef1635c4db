import type { Answer } from "./query";

/** One proxy as an istiod sees it. */
export interface SyncedProxy {
  /** `waypoint-5d4f.bookinfo`. */
  readonly name: string;
  /** What it says it runs; empty where it says nothing. */
  readonly version: string;
  /** As it calls its own cluster; istiod of a primary also serves those of other clusters. */
  readonly cluster: string;
  /** Kinds of configuration that were sent and not taken yet. */
  readonly stale: readonly string[];
}

/** The proxies that are connected to any of these istiods, or why nobody can tell: one that does not say who is connected to it may have anybody. */
export function proxiesOf(istiods: Answer | undefined): readonly SyncedProxy[] | string {
  if (!istiods || istiods.failed !== undefined) return istiods?.failed ?? "istiod was not asked";
  const all = istiods.texts.map(parseSyncz);
  const unread = all.indexOf(undefined);
  return unread < 0 ? all.flatMap((one) => one ?? []) : unreadable(istiods.texts[unread] ?? "");
}

/**
 * Reads what istiod's debug endpoint `syncz` answers: a list with, for each kind of configuration, the nonce that was sent and the one that
 * was acknowledged; newer versions have a map of resources beside it. Undefined for anything else.
 *
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/xds/debug.go
 */
export function parseSyncz(text: string): readonly SyncedProxy[] | undefined {
  const start = text.search(/^\[/m);
  let found: unknown;
  try {
    found = JSON.parse(start < 0 ? "" : text.slice(start));
  } catch {
    return undefined;
  }
  return Array.isArray(found) ? found.flatMap(proxyOf) : undefined;
}

/** `pilot-discovery request` prints what it gets for a page that is not there, and ends with 0. */
function unreadable(text: string): string {
  const printed = JSON.stringify(text.trim().slice(0, 40));
  const off = /404 page not found/.test(text)
    ? "; its debug endpoint is off (ENABLE_DEBUG_ON_HTTP), and istioctl proxy-status still tells"
    : "";
  return `an istiod does not say who is connected to it, but ${printed}${off}`;
}

function proxyOf(entry: Readonly<Record<string, unknown>> | null): SyncedProxy[] {
  const name = entry?.["proxy"];
  if (!entry || typeof name !== "string") return [];
  const [version, cluster] = ["istio_version", "cluster_id"].map((key) => String(entry[key] ?? ""));
  return [{ name, version: version ?? "", cluster: cluster ?? "", stale: staleKinds(entry) }];
}

function staleKinds(entry: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(entry).flatMap((key) => {
    const kind = /^(\w+)_sent$/.exec(key)?.[1];
    if (kind === undefined || !entry[key]) return [];
    return entry[key] === entry[`${kind}_acked`] ? [] : [kind];
  });
}
