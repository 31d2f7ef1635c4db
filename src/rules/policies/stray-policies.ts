import type { Finding } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { valueAt } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { inNamespaces, namespaceLabels, ofGroup, podNamespace, sailObjects } from "../objects";
import { gatewaysIn } from "../pods/gateway-budgets";
import { podMembership } from "../pods/mesh-membership";
import { rootNamespace, rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { isAttached } from "../targets";
import { bringsMore } from "../unseen";
import { workloadsOf } from "../workloads";

/** Where Istio's own guides have the namespace for the whole mesh. */
const usual = "istio-system";

/** What holds for all pods of its namespace, or for those of the whole mesh, where it selects none. */
const kinds: readonly string[] = [
  "security.istio.io/PeerAuthentication",
  "security.istio.io/AuthorizationPolicy",
  "security.istio.io/RequestAuthentication",
  "telemetry.istio.io/Telemetry",
  "extensions.istio.io/WasmPlugin",
  "networking.istio.io/EnvoyFilter",
  "networking.istio.io/Sidecar",
  "networking.istio.io/ProxyConfig",
];

/** Policies and their like for all pods of a namespace that has none, which were meant for the whole mesh (POL002). */
export function strayPolicies(set: ManifestSet): readonly Finding[] {
  const roots = [...new Set(rootNamespaces(set))];
  if (roots.length === 0 || isMoved(set)) return [];
  return set.objects.flatMap((one) => {
    const { namespace = "" } = one.object.metadata;
    if (!kinds.includes(kindOf(one.object)) || !isForAll(one) || roots.includes(namespace)) return [];
    if (!isForNobody(set, namespace)) return [];
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

function isForAll(one: CheckedObject): boolean {
  const selectors = [
    ["selector", "matchLabels"],
    ["workloadSelector", "labels"],
  ].map((path) => valueAt(one.object, "spec", ...path));
  return !isAttached(one) && selectors.every((it) => Object.keys(Object(it)).length === 0);
}

/** Whether whoever builds a control plane may bring it, or the policies for its mesh, elsewhere. */
function isMoved(set: ManifestSet): boolean {
  return sailObjects(set, ["Istio"]).some((one) =>
    ["namespace", "rootNamespace"].some((key) => set.writes?.(one, key)),
  );
}

/** The home of the CNI or of ztunnel, which no policy is for, or the usual one where nobody has the policies of a mesh. */
function isForNobody(set: ManifestSet, namespace: string): boolean {
  if (set.fetches?.(namespace) === true || memberOf(namespaceLabels(set, namespace).labels) !== undefined) return false;
  const pods = workloadsOf(set).filter((it) => it.one.object.metadata.namespace === namespace);
  if (pods.some((it) => podMembership(set, it) !== "none") || gatewaysIn(set, namespace).length > 0) return false;
  const runsIn = (one: CheckedObject) => podNamespace(one) === namespace;
  const others = [...(set.beside ?? []), ...(set.otherClusters ?? [])];
  if (others.some((one) => runsIn(one) || rootNamespace(one) === namespace)) return false;
  if (sailObjects(set, ["IstioRevision"]).some(runsIn)) return false;
  const isPlane = sailObjects(set, ["Istio"]).some(runsIn);
  if (!isPlane && sailObjects(set, ["IstioCNI", "ZTunnel"]).some(runsIn)) return true;
  // OpenShift Service Mesh 2 has it for its mesh, whoever moves away from it.
  if (ofGroup(set, "maistra.io").length > 0) return false;
  // Gateways often stand beside a control plane, and are told only where they are seen.
  const isEmpty = pods.length === 0 && !inNamespaces(set, "", "Service").has(namespace) && !bringsMore(set, namespace);
  return (isPlane || namespace === usual) && isEmpty;
}
