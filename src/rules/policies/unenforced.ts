import type { Finding } from "../../findings/finding";
import { valueAt } from "../../objects/object-paths";
import { ofGroup } from "../objects";
import { gatewaysIn } from "../pods/gateway-budgets";
import { podMembership } from "../pods/mesh-membership";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { isAttached } from "../targets";
import { isWhole } from "../unseen";
import { selects, type Workload, workloadsOf } from "../workloads";

const kinds = ["AuthorizationPolicy", "RequestAuthentication", "PeerAuthentication"];

/** Policies for pods that have neither a sidecar nor ztunnel to enforce them (POL002). */
export function unenforced(set: ManifestSet): readonly Finding[] {
  const roots = rootNamespaces(set);
  return ofGroup(set, "security.istio.io").flatMap((one) => {
    const { namespace } = one.object.metadata;
    if (!kinds.includes(one.object.kind) || isAttached(one) || namespace === undefined || roots.includes(namespace))
      return [];
    const selector = valueAt(one.object, "spec", "selector", "matchLabels");
    const pods = workloadsOf(set).filter(
      (it) => it.one.object.metadata.namespace === namespace && selects(selector, it.labels),
    );
    const isWide = Object.keys(Object(selector)).length === 0;
    if (!pods.every((it) => podMembership(set, it) === "none") || (isWide && mayHaveOthers(set, namespace))) return [];
    return pods.length === 0 ? [] : [said(one, pods, isWide)];
  });
}

/** Gateways are proxies by themselves, and pods of other folders are not seen. */
function mayHaveOthers(set: ManifestSet, namespace: string): boolean {
  return gatewaysIn(set, namespace).length > 0 || !isWhole(set, namespace);
}

function said(one: CheckedObject, pods: readonly Workload[], isWide: boolean): Finding {
  const { names } = inShort(pods.map((it) => it.one));
  return about("POL002", one, {
    at: isWide ? [] : ["spec", "selector"],
    severity: "warning",
    message: `the pods of ${names} are in no mesh, by their own labels or their namespace's: the policy is enforced by nobody`,
    hint: "Take them into the mesh, or take the policy away.",
  });
}
