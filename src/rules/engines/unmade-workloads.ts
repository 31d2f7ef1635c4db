import { nearest } from "../../basics/nearest";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";
import { bringsMore, isWhole } from "../unseen";
import { appliedBy } from "./readers";

const groups: Readonly<Record<string, string>> = {
  Deployment: "apps",
  StatefulSet: "apps",
  DaemonSet: "apps",
  Job: "batch",
};

/**
 * Health checks of a workload that nobody makes, where the Kustomization itself applies others of the kind to that namespace (DEL013): the
 * check passes never, and what depends on it is not applied.
 */
export function unmadeWorkloads(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const checks = listAt(one.object, "spec", "healthChecks");
  // Flux passes over the list then.
  if (checks.length === 0 || valueAt(one.object, "spec", "wait") === true || isRenaming(set, one)) return [];
  const asked = new Set(checks.map((entry) => textAt(entry, "name")));
  return checks.flatMap((entry, index): readonly AboutDetails[] => {
    const [kind = "", name = "", namespace = ""] = ["kind", "name", "namespace"].map((key) => textAt(entry, key));
    const group = groups[kind];
    if (group === undefined || namespace === "" || /[${}<]/.test(`${name}${namespace}`)) return [];
    const there = objectsOf(set, group, kind).filter(({ object: { metadata } }) =>
      [namespace, undefined].includes(metadata.namespace),
    );
    const own = appliedBy(set, one).flatMap((it) =>
      there.includes(it) && !asked.has(it.object.metadata.name) ? [it.object.metadata.name] : [],
    );
    const isThere = there.some(({ object }) => object.metadata.name === name);
    if (own.length === 0 || isThere || mayBeMade(set, one, { name, namespace })) return [];
    const meant = nearest(name, own) ?? (own.length === 1 ? own[0] : undefined);
    return [
      {
        at: ["spec", "healthChecks", index, "name"],
        ...(!isWhole(set, namespace) && { severity: "warning" as const }),
        message: `nothing here makes ${kind}/${namespace}/${name}, and Kustomization ${one.object.metadata.name} applies ${own.sort().join(", ")} there: the check never passes, and what depends on it waits for ever`,
        ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
      },
    ];
  });
}

/** Whether names or namespaces may become others on the way to the cluster. */
function isRenaming(set: ManifestSet, one: CheckedObject): boolean {
  const keys = ["namePrefix", "nameSuffix", "targetNamespace", "components"];
  return (
    keys.some((key) => valueAt(one.object, "spec", key) !== undefined) ||
    appliedBy(set, one).some((it) => set.renames?.(it) === true)
  );
}

/** Whether an operator, istiod, a chart or another repository may make it. */
function mayBeMade(
  set: ManifestSet,
  one: CheckedObject,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): boolean {
  if (bringsMore(set, namespace) || /^(istiod|istio-cni|ztunnel)/.test(name)) return true;
  // Of a cluster-wide object nobody knows where its operator makes what.
  const isAsked = ({ object }: CheckedObject) =>
    object.metadata.namespace === undefined && apiGroup(object) !== "" && !ofNobody.test(apiGroup(object));
  if (appliedBy(set, one).some(isAsked)) return true;
  return objectsOf(set, "gateway.networking.k8s.io", "Gateway").some(
    ({ object }) => [namespace, undefined].includes(object.metadata.namespace) && name.startsWith(object.metadata.name),
  );
}

/** Groups whose objects make no workloads, or those alone that are known by their names. */
const ofNobody = /(^|\.)(k8s\.io|istio\.io|sailoperator\.io|fluxcd\.io)$|^[a-z]+$/;
