import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { targetsOf } from "../targets";
import { gatewaysNamed, isWaypoint } from "../waypoints";

/** An EnvoyFilter without a patch. */
export function withoutPatches(one: CheckedObject): readonly Finding[] {
  const at = ["spec", "configPatches"];
  const patches = valueAt(one.object, ...at);
  if (patches !== undefined && (!Array.isArray(patches) || patches.length > 0)) return [];
  const message = "an EnvoyFilter without configPatches changes nothing";
  return [
    about("TGT004", one, { at, severity: "warning", message, hint: "Add what it should patch, or take it away." }),
  ];
}

/** What istiod reads for other proxies, and never for a waypoint. */
const others: readonly (string | undefined)[] = ["SIDECAR_INBOUND", "SIDECAR_OUTBOUND", "GATEWAY"];

/** EnvoyFilters that are attached to a waypoint, and whose patches are all for other proxies. */
export function forOtherProxies(set: ManifestSet): readonly Finding[] {
  if (objectsOf(set, "networking.istio.io", "EnvoyFilter").length === 0) return [];
  return targetsOf(set).flatMap(({ one, at, kind, name, namespace }) => {
    if (one.object.kind !== "EnvoyFilter" || kind !== "gateway.networking.k8s.io/Gateway") return [];
    const patches = listAt(one.object, "spec", "configPatches");
    const contexts = patches.map((patch) => textAt(patch, "match", "context"));
    if (contexts.length === 0 || !contexts.every((context) => others.includes(context))) return [];
    if (!gatewaysNamed(set, { name, namespace }).some(isWaypoint)) return [];
    const message = `${name} is a waypoint, and the EnvoyFilter patches ${[...new Set(contexts)].join(" and ")} alone: a waypoint reads none of it`;
    const hint =
      "A WasmPlugin or a route does it for a waypoint; releases that know the context WAYPOINT take that one.";
    return [about("AMB003", one, { at, message, hint })];
  });
}
