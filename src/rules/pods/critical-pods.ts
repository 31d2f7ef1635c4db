import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { objectsOf, podNamespace, sailObjects, versionedKinds } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { bringsMore } from "../unseen";

/** The priority of the pods of the CNI and of ztunnel, by their charts. */
const critical = "system-node-critical";

/**
 * A part of the mesh in a namespace of GKE that has no quota for pods of that priority, where another namespace has one (NS007): GKE lets such pods in by
 * quota alone, and brings one for kube-system. Where no quota is among the manifests, somebody else makes them.
 */
export function uncountedPods(set: ManifestSet): readonly Finding[] {
  const [one, ...others] = objectsOf(set, "", "ResourceQuota").filter(isForCritical);
  if (!one || !isGke(set)) return [];
  const homes = new Set([one, ...others].map(({ object }) => object.metadata.namespace));
  // One that leaves its namespace open may be anybody's.
  if (homes.has(undefined)) return [];
  return sailObjects(set, ["IstioCNI", "ZTunnel"]).flatMap((part) => {
    const home = podNamespace(part);
    const isHere = objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === home);
    if (home === "kube-system" || homes.has(home) || !isHere || bringsMore(set, home)) return [];
    if (JSON.stringify(part.object).includes("priorityClassName")) return [];
    return [
      about("NS007", part, {
        at: ["spec", "namespace"],
        severity: "warning",
        message: `namespace ${home} has no ResourceQuota for ${critical} among these manifests, as ${objectId(one.object)} is one: GKE refuses the pods of ${part.object.kind} without it`,
        hint: `Add a ResourceQuota with scopeSelector PriorityClass In ${critical} to ${home}.`,
      }),
    ];
  });
}

/** Whether a quota counts pods of that priority, and thereby lets them in. */
function isForCritical({ object }: CheckedObject): boolean {
  if (listAt(object, "spec", "scopes").includes("PriorityClass")) return true;
  return listAt(object, "spec", "scopeSelector", "matchExpressions").some(
    (one) =>
      textAt(one, "scopeName") === "PriorityClass" &&
      (textAt(one, "operator") === "Exists" || listAt(one, "values").map(wordOf).includes(critical)),
  );
}

/** Whether parts of the mesh say that they are for GKE, and none that it is for another platform. */
function isGke(set: ManifestSet): boolean {
  const said = sailObjects(set, versionedKinds).flatMap(
    ({ object }) => textAt(object, "spec", "values", "global", "platform") ?? [],
  );
  return said.includes("gke") && said.every((one) => one === "gke");
}
