import type { Finding } from "../../findings/finding";
import { memberOf } from "../membership";
import { inNamespaces, namespaceLabels, objectsOf, podNamespace, sailObjects } from "../objects";
import { gatewaysIn } from "../pods/gateway-budgets";
import { podMembership } from "../pods/mesh-membership";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { workloadsOf } from "../workloads";
import { hasSelector } from "./peer-authentication";

/** Where Istio's own guides have the namespace for the whole mesh. */
const usual = "istio-system";

/** PeerAuthentications for all pods of a namespace that has none, which were meant for the whole mesh (POL002). */
export function strayPolicies(set: ManifestSet): readonly Finding[] {
  const roots = [...new Set(rootNamespaces(set))];
  if (roots.length === 0) return [];
  return objectsOf(set, "security.istio.io", "PeerAuthentication").flatMap((one) => {
    const { namespace = "" } = one.object.metadata;
    if (hasSelector(one) || roots.includes(namespace) || !isForNobody(set, namespace)) return [];
    return [
      about("POL002", one, {
        at: ["metadata", "namespace"],
        severity: "warning",
        message: `namespace ${namespace} has no pods of the mesh, and policies for the whole mesh are those of ${roots.join(" and ")}: it holds for nobody`,
        hint: `Write namespace: ${roots.join(" or ")}.`,
      }),
    ];
  });
}

/** The home of the CNI or of ztunnel, which no policy is for, or the usual one where nobody has a control plane. */
function isForNobody(set: ManifestSet, namespace: string): boolean {
  if (set.fetches?.(namespace) === true || memberOf(namespaceLabels(set, namespace).labels) !== undefined) return false;
  const pods = workloadsOf(set).filter((it) => it.one.object.metadata.namespace === namespace);
  if (pods.some((it) => podMembership(set, it) !== "none") || gatewaysIn(set, namespace).length > 0) return false;
  const runsIn = (one: CheckedObject) => podNamespace(one) === namespace;
  const others = [...(set.beside ?? []), ...(set.otherClusters ?? [])];
  if ([...sailObjects(set, ["Istio", "IstioRevision"]), ...others].some(runsIn)) return false;
  if (sailObjects(set, ["IstioCNI", "ZTunnel"]).some(runsIn)) return true;
  const isHere = objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === usual);
  return namespace === usual && !isHere && !inNamespaces(set, "", "Service").has(usual);
}
