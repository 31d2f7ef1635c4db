/** One proxy as an istiod sees it. */
export interface SyncedProxy {
  /** `waypoint-5d4f.bookinfo`. */
  readonly name: string;
  readonly version: string;
  /** Kinds of configuration that were sent and not taken yet. */
  readonly stale: readonly string[];
}

/**
 * Reads what istiod's debug endpoint `syncz` answers: a list with, for each kind of configuration, the nonce that was sent and the one that
 * was acknowledged; newer versions have a map of resources beside it.
 *
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/xds/debug.go
 */
export function parseSyncz(text: string): readonly SyncedProxy[] {
  const start = text.indexOf("[");
  let found: unknown;
  try {
    found = JSON.parse(start < 0 ? "[]" : text.slice(start));
  } catch {
    return [];
  }
  return Array.isArray(found) ? found.flatMap(proxyOf) : [];
}

function proxyOf(entry: Readonly<Record<string, unknown>>): SyncedProxy[] {
  const name = entry["proxy"];
  if (typeof name !== "string") return [];
  return [{ name, version: String(entry["istio_version"] ?? ""), stale: staleKinds(entry) }];
}

function staleKinds(entry: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(entry).flatMap((key) => {
    const kind = /^(\w+)_sent$/.exec(key)?.[1];
    if (kind === undefined || !entry[key]) return [];
    return entry[key] === entry[`${kind}_acked`] ? [] : [kind];
  });
}
