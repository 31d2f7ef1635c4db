import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { textAt } from "../../objects/object-paths";
import { isAmbientMesh } from "../ambient";
import { memberOf } from "../membership";
import { namespaceLabels, objectsOf } from "../objects";
import { podMembership } from "../pods/mesh-membership";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { workloadsOf } from "../workloads";
import { asksForIdentity } from "./identity";
import { hasSelector, mtlsOfNamespace, mtlsOfPods, selecting } from "./peer-authentication";

/** PeerAuthentications that take away what other policies ask for (POL004). */
export function mtlsAndIdentity(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, "security.istio.io", "PeerAuthentication").flatMap((one) => {
    if (textAt(one.object, ...mode) !== "DISABLE") return [];
    const policy = refusing(set, one);
    if (!policy) return [];
    const message = `mode DISABLE leaves callers without an identity, and ${objectId(policy.object)} lets in by identity alone: requests get 403`;
    return [about("POL004", one, { at: mode, severity: "warning", message, hint: "Write PERMISSIVE or STRICT." })];
  });
}

const mode = ["spec", "mtls", "mode"];

/** The policy that then lets nobody in. */
function refusing(set: ManifestSet, one: CheckedObject): CheckedObject | undefined {
  const { namespace } = one.object.metadata;
  for (const pods of workloadsOf(set)) {
    const home = pods.one.object.metadata.namespace;
    if (podMembership(set, pods) !== "sidecars" || mtlsOfPods(set, pods, undefined)?.by !== one) continue;
    const policy = asksForIdentity(set, home, pods);
    if (policy) return policy;
  }
  const unseen = !workloadsOf(set).some((pods) => pods.one.object.metadata.namespace === namespace);
  const member = namespace === undefined ? undefined : memberOf(namespaceLabels(set, namespace).labels);
  const isWide = mtlsOfNamespace(set, namespace)?.by === one && selecting(set, namespace).length === 0;
  return unseen && isWide && member !== "ambient" && !isAmbientMesh(set) ? asksForIdentity(set, namespace) : undefined;
}

/** Of those in the namespace for the whole mesh Istio reads the ones without a selector. */
export function selectingFromRoot(set: ManifestSet): readonly Finding[] {
  const roots = rootNamespaces(set);
  return objectsOf(set, "security.istio.io", "PeerAuthentication").flatMap((one) => {
    const { namespace = "" } = one.object.metadata;
    if (!roots.includes(namespace) || !hasSelector(one)) return [];
    return [
      about("POL004", one, {
        at: ["spec", "selector"],
        severity: "warning",
        message: `namespace ${namespace} is that of policies for the whole mesh, and Istio leaves out a PeerAuthentication there that selects pods`,
        hint: "Write it into the namespace of the pods.",
      }),
    ];
  });
}
