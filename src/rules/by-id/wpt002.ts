import type { Finding } from "../../findings/finding";
import { labelsOf, namespaceLabels, objectsOf } from "../objects";
import { istiodsOf, tagsOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { gatewayClass } from "../waypoints";

/** Classes whose proxies istiod deploys. */
const deployed = ["istio", "istio-waypoint", "istio-east-west"];

const revLabel = "istio.io/rev";

export const wpt002: Rule = {
  id: "WPT002",
  state: (set) => {
    const revisions = [...new Set(istiodsOf(set).map(({ revision }) => revision))];
    // Whose they are cannot be told where no control plane is described.
    if (revisions.length === 0) return [];
    return objectsOf(set, "gateway.networking.k8s.io", "Gateway")
      .filter((gateway) => deployed.includes(gatewayClass(gateway)))
      .flatMap((gateway) => unmanaged(set, gateway, revisions));
  },
};

function unmanaged(set: ManifestSet, gateway: CheckedObject, revisions: readonly string[]): readonly Finding[] {
  const { namespace } = gateway.object.metadata;
  const own = labelsOf(gateway.object)[revLabel];
  const named = own ?? (namespace === undefined ? undefined : namespaceLabels(set, namespace).labels[revLabel]);
  const known = [...revisions, ...tagsOf(set)];
  // A revision by name that is not there is REV006's to say.
  if (named !== undefined || known.includes("default")) return [];
  const message = `it names no revision, so it belongs to the one called default; the control plane here is ${revisions.join(", ")}`;
  const hint = `Label it ${revLabel}: ${known.length === 1 ? known[0] : `one of ${known.join(", ")}`}.`;
  const fix = known.length === 1 ? [{ at: ["metadata", "labels", revLabel], value: known[0] }] : [];
  return [about("WPT002", gateway, { at: ["metadata", "name"], message, hint, fix })];
}
