import { inNamespaces } from "../objects";
import type { CheckedObject, ManifestSet, Step } from "../rule";
import { targetsOf } from "../targets";
import { isWaypoint, waypointUses } from "../waypoints";

const gateway = "gateway.networking.k8s.io/Gateway";

/**
 * Whether a waypoint goes through which nothing is sent, before the step and after it. Known only where the manifests hold those who use others, or its own
 * namespace. */
export function isIdleWaypoint({ before, after }: Step, one: CheckedObject): boolean {
  const { apiVersion, kind, metadata } = one.object;
  if (`${apiVersion.split("/")[0]}/${kind}` !== gateway || !isWaypoint(one)) return false;
  const isIts = ({ name, namespace }: { readonly name: string; readonly namespace: string | undefined }) =>
    name === metadata.name && (namespace ?? metadata.namespace) === metadata.namespace;
  const isUsed = (set: ManifestSet) =>
    waypointUses(set).some(isIts) || targetsOf(set).some((target) => target.kind === gateway && isIts(target));
  const isKnown =
    waypointUses(before).length > 0 ||
    inNamespaces(before, "", "Namespace")
      .get(undefined)
      ?.has(metadata.namespace ?? "");
  return isKnown === true && !isUsed(before) && !isUsed(after);
}
