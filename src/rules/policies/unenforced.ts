import type { Finding } from "../../findings/finding";
import { valueAt, wordOf } from "../../objects/object-paths";
import { ofGroup } from "../objects";
import { gatewaysIn } from "../pods/gateway-budgets";
import { isNeverInjected, podMembership } from "../pods/mesh-membership";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { isAttached } from "../targets";
import { isWhole } from "../unseen";
import { selectedIn, type Workload } from "../workloads";

const kinds = ["AuthorizationPolicy", "RequestAuthentication", "PeerAuthentication"];

const bypass = "ambient.istio.io/bypass-inbound-capture";

/** Policies for pods that have neither a sidecar nor ztunnel to enforce them (POL002). */
export function unenforced(set: ManifestSet): readonly Finding[] {
  const roots = rootNamespaces(set);
  return ofGroup(set, "security.istio.io").flatMap((one) => {
    const { namespace } = one.object.metadata;
    if (!kinds.includes(one.object.kind) || isAttached(one) || namespace === undefined || roots.includes(namespace))
      return [];
    const selector = valueAt(one.object, "spec", "selector", "matchLabels");
    const pods = selectedIn(set, namespace, selector);
    const isWide = Object.keys(Object(selector)).length === 0;
    if (!pods.every((it) => isOutside(set, it)) || (isWide && mayHaveOthers(set, namespace))) return [];
    return pods.length === 0 ? [] : [said(set, one, pods, isWide)];
  });
}

/** Gateways are proxies by themselves, and pods of other folders are not seen. */
function mayHaveOthers(set: ManifestSet, namespace: string): boolean {
  return gatewaysIn(set, namespace).length > 0 || !isWhole(set, namespace);
}

/** Whether nobody stands between such pods and who calls them: of the bypass ztunnel takes only what they send. */
function isOutside(set: ManifestSet, workload: Workload): boolean {
  const membership = podMembership(set, workload);
  return membership === "none" || (membership === "ambient" && isPassed(workload));
}

function isPassed({ annotations }: Workload): boolean {
  return wordOf(annotations[bypass]) === "true";
}

function said(set: ManifestSet, one: CheckedObject, pods: readonly Workload[], isWide: boolean): Finding {
  const { names } = inShort(pods.map((it) => it.one));
  const isOf = (why: (it: Workload) => boolean) => pods.every(why);
  const { why, hint } = isOf((it) => podMembership(set, it) === "ambient")
    ? {
        why: `what comes to the pods of ${names} goes past ztunnel, by their annotation ${bypass}`,
        hint: "Take the annotation away, or the policy.",
      }
    : isOf((it) => isNeverInjected(set, it))
      ? {
          why: `neverInjectSelector leaves the pods of ${names} without a sidecar`,
          hint: "Let the selector leave out others, or take the policy away.",
        }
      : {
          why: `the pods of ${names} are in no mesh, by their own labels or their namespace's`,
          hint: "Take them into the mesh, or take the policy away.",
        };
  return about("POL002", one, {
    at: isWide ? [] : ["spec", "selector"],
    severity: "warning",
    message: `${why}: the policy is enforced by nobody`,
    hint,
  });
}
