import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import { isAmbientMesh } from "../ambient";
import { memberOf } from "../membership";
import { namespaceLabels, objectsOf } from "../objects";
import { podMembership } from "../pods/mesh-membership";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { workloadsOf } from "../workloads";
import { letsInByIdentity, namedPorts } from "./identity";
import { hasSelector, mtlsOfNamespace, mtlsOfPods, selecting } from "./peer-authentication";

/** PeerAuthentications that take away what other policies ask for (POL004). */
export function mtlsAndIdentity(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, "security.istio.io", "PeerAuthentication").flatMap((one) => {
    if (!JSON.stringify(valueAt(one.object, "spec") ?? "").includes('"DISABLE"')) return [];
    const found = refusing(set, one);
    if (!found) return [];
    const { policy, at } = found;
    const where = at[1] === "portLevelMtls" ? ` of port ${at[2]}` : "";
    const message = `mode DISABLE leaves callers${where} without an identity, and ${objectId(policy.object)} lets in by identity: those requests get 403`;
    return [about("POL004", one, { at, severity: "warning", message, hint: "Write PERMISSIVE or STRICT." })];
  });
}

interface Refusal {
  readonly policy: CheckedObject;
  /** Where what refuses them is said. */
  readonly at: readonly string[];
}

/** A port that nothing is said of. */
const anyOther = "0";

/** The policy that then lets in nobody of those whom it means. */
function refusing(set: ManifestSet, one: CheckedObject): Refusal | undefined {
  const { namespace } = one.object.metadata;
  const levels = Object.keys(Object(valueAt(one.object, "spec", "portLevelMtls")) as object);
  for (const pods of workloadsOf(set)) {
    if (podMembership(set, pods) !== "sidecars") continue;
    for (const port of new Set([anyOther, ...namedPorts(set, pods), ...levels])) {
      const holds = mtlsOfPods(set, pods, port);
      if (holds?.by !== one || holds.mode !== "DISABLE") continue;
      const policy = letsInByIdentity(set, { namespace: pods.one.object.metadata.namespace, pods, port });
      if (policy) return { policy, at: holds.at };
    }
  }
  const isUnseen = !workloadsOf(set).some((pods) => pods.one.object.metadata.namespace === namespace);
  const holds = selecting(set, namespace).length === 0 ? mtlsOfNamespace(set, namespace) : undefined;
  const member = namespace === undefined ? undefined : memberOf(namespaceLabels(set, namespace).labels);
  if (!isUnseen || holds?.by !== one || holds.mode !== "DISABLE" || member === "ambient" || isAmbientMesh(set))
    return undefined;
  const policy = letsInByIdentity(set, { namespace });
  return policy && { policy, at: holds.at };
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
