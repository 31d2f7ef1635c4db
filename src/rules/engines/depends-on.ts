import { apiGroup, identity } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { clusterOf } from "./flux-clusters";

const kustomizationsIn = (set: ManifestSet) => objectsOf(set, "kustomize.toolkit.fluxcd.io", "Kustomization");

/** The Kustomizations of Flux that begin when one is ready. */
export function dependantsOf(set: ManifestSet, one: CheckedObject): readonly CheckedObject[] {
  const { name, namespace } = one.object.metadata;
  return kustomizationsIn(clusterOf(set, one)).filter(({ object }) =>
    listAt(object, "spec", "dependsOn").some(
      (it) => textAt(it, "name") === name && (textAt(it, "namespace") ?? object.metadata.namespace) === namespace,
    ),
  );
}

/** Whether one Kustomization or HelmRelease of Flux depends on another of its kind, be it by those in between. */
export function awaits(set: ManifestSet, one: CheckedObject, other: CheckedObject): boolean {
  const all = objectsOf(clusterOf(set, one), apiGroup(one.object), one.object.kind);
  const seen = new Set<CheckedObject>();
  const next = [one];
  for (let at = next.pop(); at; at = next.pop()) {
    const { object } = at;
    const named = listAt(object, "spec", "dependsOn").map(
      (it) => `${textAt(it, "namespace") ?? object.metadata.namespace}/${textAt(it, "name")}`,
    );
    for (const it of all) {
      if (seen.has(it) || !named.includes(`${it.object.metadata.namespace}/${it.object.metadata.name}`)) continue;
      if (identity(it.object) === identity(other.object)) return true;
      seen.add(it);
      next.push(it);
    }
  }
  return false;
}

/** One entry of `dependsOn`. */
export interface Wait {
  readonly at: readonly (string | number)[];
  readonly name: string;
  /** Its namespace. */
  readonly home: string;
  /** `namespace/name`. */
  readonly id: string;
}

/** What an object of Flux waits for; each of its own kind. */
export function waitsOf(one: CheckedObject): readonly Wait[] {
  return listAt(one.object, "spec", "dependsOn").flatMap((entry, index) => {
    const name = textAt(entry, "name");
    const home = textAt(entry, "namespace") ?? homeOf(one);
    return name === undefined ? [] : [{ at: ["spec", "dependsOn", index, "name"], name, home, id: `${home}/${name}` }];
  });
}

/** The namespace of an object of Flux. */
export function homeOf({ object: { metadata } }: CheckedObject): string {
  return metadata.namespace ?? "default";
}

/** `namespace/name`, as {@link Wait} has it. */
export function idOf(one: CheckedObject): string {
  return `${homeOf(one)}/${one.object.metadata.name}`;
}

/** The shortest way from one to another over what leads on from each; undefined where there is none. */
export function wayOver(
  linksOf: (id: string) => Iterable<string>,
  from: string,
  to: string,
): readonly string[] | undefined {
  const ways = new Map([[from, [from]]]);
  for (const [at, way] of ways) {
    if (at === to) return way;
    for (const id of linksOf(at)) if (!ways.has(id)) ways.set(id, [...way, id]);
  }
  return undefined;
}
