import { oncePer } from "../basics/once-per";
import type { KubernetesObject } from "../mesh/mesh";
import { protectedKind } from "../mesh/protected-kinds";
import { apiGroup } from "../objects/kubernetes-object";
import { annotationsOf, labelsOf, podNamespace, sailObjects } from "./objects";
import type { ManifestSet } from "./rule";
import { workloadsOf } from "./workloads";

/** Groups of what installs an operator, and of what holds its chart. */
const installers = ["operators.coreos.com", "helm.toolkit.fluxcd.io"];

/** What a mesh has in a Namespace: parts, members or configuration, or the operator alone; undefined where it has nothing there. */
export function namespaceUse(set: ManifestSet, namespace: KubernetesObject): "mesh" | "operator" | undefined {
  const { mesh, operator } = used(set);
  const { name } = namespace.metadata;
  if (isNamed(labelsOf(namespace)) || isNamed(annotationsOf(namespace)) || mesh.has(name)) return "mesh";
  return operator.has(name) ? "operator" : undefined;
}

/** Whether istiod, the CNI or ztunnel runs in a namespace. */
export function holdsParts(set: ManifestSet, name: string): boolean {
  return sailObjects(set, ["Istio", "IstioRevision", "IstioCNI", "ZTunnel"]).some((one) => podNamespace(one) === name);
}

const used = oncePer((set: ManifestSet) => {
  const mesh = new Set(sailObjects(set, ["Istio", "IstioRevision", "IstioCNI", "ZTunnel"]).map(podNamespace));
  const operator = new Set<string>();
  for (const { object } of set.objects) {
    const { namespace } = object.metadata;
    if (namespace === undefined) continue;
    if (protectedKind(object)) mesh.add(namespace);
    if (installers.includes(apiGroup(object))) operator.add(namespace);
  }
  for (const { one, labels } of workloadsOf(set)) if (isNamed(labels)) mesh.add(one.object.metadata.namespace ?? "");
  return { mesh, operator };
});

/** Whether a key is one of Istio's: `istio.io/rev`, `istio-injection`, `sidecar.istio.io/inject`. */
function isNamed(keys: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(keys).some((key) => /(^|\.)istio\.io\/|^istio-injection$/.test(key));
}
