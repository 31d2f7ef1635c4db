import { sha256 } from "../basics/sha256";
import { mark } from "../mesh/labels";
import type { KubernetesObject } from "../mesh/mesh";
import { apiGroup } from "../objects/kubernetes-object";

/**
 * One file name per object of a folder: `<kind>-<name>.yaml`. Where two would be the same, both get their namespace as well,
 * then their API group, and then a short hash of what they are called. No version or ordinal: a diff stays a diff.
 */
export function fileNames(objects: readonly KubernetesObject[]): readonly string[] {
  const stems = [shortStem, namespacedStem, groupedStem, hashedStem];
  let names = objects.map(shortStem);
  for (const stem of stems) {
    const taken = count(names);
    names = objects.map((object, index) =>
      (taken.get(names[index] as string) ?? 0) > 1 ? stem(object) : (names[index] as string),
    );
  }
  return names.map((name) => `${name}.yaml`);
}

/** The name of a gate Job tells its phase and a hash; which Job it is, its label says. */
function shortStem({ kind, metadata }: KubernetesObject): string {
  const gate = kind === "Job" ? metadata.labels?.[mark.gate] : undefined;
  if (gate !== undefined) return clean(`${kind}-${gate}`);
  return clean(`${kind}-${metadata.name}`);
}

function namespacedStem(object: KubernetesObject): string {
  const { namespace } = object.metadata;
  return namespace ? `${shortStem(object)}-${clean(namespace)}` : shortStem(object);
}

function groupedStem(object: KubernetesObject): string {
  return `${namespacedStem(object)}-${clean(apiGroup(object))}`;
}

/** Names that differ in nothing but what {@link clean} takes away: `a:b` and `a-b`. */
function hashedStem(object: KubernetesObject): string {
  const { kind, metadata } = object;
  const identity = JSON.stringify([apiGroup(object), kind, metadata.namespace ?? "", metadata.name]);
  return `${groupedStem(object)}-${sha256(identity).slice(0, 8)}`;
}

/** Names of RBAC objects may hold a colon; file systems disagree about it. */
function clean(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9.-]/g, "-");
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
