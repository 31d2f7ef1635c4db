import { type KubernetesObject, kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt } from "../../../objects/object-paths";
import type { Found } from "../input/found";

interface Sorted {
  readonly deliveries: readonly Found[];
  readonly others: readonly Found[];
}

/** Where objects of Flux name ConfigMaps and Secrets with values. */
const named: Readonly<Record<string, readonly string[]>> = {
  "helm.toolkit.fluxcd.io/HelmRelease": ["spec", "valuesFrom"],
  "kustomize.toolkit.fluxcd.io/Kustomization": ["spec", "postBuild", "substituteFrom"],
};

/**
 * What was read, with the ConfigMaps whose values Flux fills in among what delivers: they are read by the Kustomization or the HelmRelease, and by no part of the
 * mesh.
 * @param around engines' objects of the tree around the input
 */
export function withNamedValues<T extends Sorted>(taken: T, around: readonly KubernetesObject[]): T {
  const names = new Set([...taken.deliveries.map(({ object }) => object), ...around].flatMap(namesIn));
  const isNamed = ({ object }: Found) => names.has(nameOf(kindOf(object), object.metadata));
  if (!taken.others.some(isNamed)) return taken;
  return {
    ...taken,
    deliveries: [...taken.deliveries, ...taken.others.filter(isNamed)],
    others: taken.others.filter((one) => !isNamed(one)),
  };
}

function namesIn(object: KubernetesObject): readonly string[] {
  const at = named[kindOf(object)];
  if (!at) return [];
  return listAt(object, ...at).map((one) =>
    nameOf(`/${textAt(one, "kind")}`, { name: textAt(one, "name") ?? "", namespace: object.metadata.namespace }),
  );
}

function nameOf(kind: string, { name, namespace }: { readonly name: string; readonly namespace?: string | undefined }) {
  return `${kind} ${namespace ?? ""} ${name}`;
}
