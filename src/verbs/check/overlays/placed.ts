import { oncePer } from "../../../basics/once-per";
import { scopeOf } from "../../../delivery/permissions";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { type Building, topsOf } from "../../../repository/kustomizations/buildings";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Reader } from "../../../rules/rule";

/**
 * The objects with the namespaces that they get from whoever builds and applies them: `namespace` of a kustomization, the destination
 * of an Application, the target namespace of a Kustomization of Flux. One that several bring to several namespaces is left as it is.
 */
export function placed(
  objects: readonly FileObject[],
  built: readonly Building[],
  { readBy }: { readonly readBy: (one: FileObject) => readonly Reader[] },
): readonly FileObject[] {
  const tops = topsByFile(built);
  return objects.map((one) => {
    const builders = tops.get(one.file) ?? [];
    if (isUnnamedSpace(one)) return named(one, builders);
    if (one.object.metadata.namespace !== undefined || scopeOf(one.object) !== "namespaced") return one;
    const readers = readBy(one).map(namespaceOfReader);
    const said = builders.length === 0 ? readers : builders.flatMap((each) => namespacesOf(each, one, readers));
    const [namespace, ...others] = new Set(said);
    if (namespace === undefined || others.length > 0) return one;
    return { ...one, object: { ...one.object, metadata: { ...one.object.metadata, namespace } } };
  });
}

/** A Namespace with a name that none can have: many write `_`, and let the kustomization's `namespace` write over it. */
function isUnnamedSpace({ object }: FileObject): boolean {
  return kindOf(object) === "/Namespace" && !/^[a-z0-9]/.test(object.metadata.name);
}

function named(one: FileObject, builders: readonly Building[]): FileObject {
  const [name, ...others] = new Set(builders.flatMap((each) => namespacesOf(each, one, [])));
  if (name === undefined || others.length > 0) return one;
  return { ...one, object: { ...one.object, metadata: { ...one.object.metadata, name } } };
}

/** The kustomizations that no other one builds on, by the files that they build. */
function topsByFile(built: readonly Building[]): ReadonlyMap<string, readonly Building[]> {
  const found = new Map<string, Building[]>();
  for (const one of topsOf(built)) {
    for (const name of one.names) {
      const members = found.get(name);
      if (members) members.push(one);
      else found.set(name, [one]);
    }
  }
  return found;
}

/** The outermost kustomization has the last word, and an engine fills in what all of them leave open. */
function namespacesOf(
  { file, reached }: Building,
  one: FileObject,
  readers: readonly (string | undefined)[],
): readonly (string | undefined)[] {
  const set = namespacesIn(file, one, bases(reached), new Set());
  return set.every((each) => each === undefined) && readers.length > 0 ? readers : set;
}

type Bases = ReadonlyMap<KustomizationFile, readonly KustomizationFile[]>;

/** The kustomizations that each of some names. */
const bases = oncePer((reached: readonly KustomizationFile[]): Bases => {
  const folders = new Map(reached.map((each) => [each.folder, each]));
  return new Map(reached.map((each) => [each, [...each.named].flatMap((name) => folders.get(name) ?? [])]));
});

/** What a kustomization, or those that it builds on, make of an object: one that gets there by two ways may get two. */
function namespacesIn(
  file: KustomizationFile,
  one: FileObject,
  on: Bases,
  above: ReadonlySet<KustomizationFile>,
): readonly (string | undefined)[] {
  const below = (on.get(file) ?? []).filter((each) => !above.has(each));
  // A component changes what the kustomization has so far.
  const components = below.filter(({ source }) => textAt(source.value, "kind") === "Component");
  const own = [file, ...components].map(({ source }) => textAt(source.value, "namespace")).find((each) => each);
  const inner = [
    ...(file.named.has(one.file) ? [undefined] : []),
    ...below.flatMap((each) => namespacesIn(each, one, on, new Set([...above, file]))),
  ];
  return own === undefined ? inner : inner.map(() => own);
}

function namespaceOfReader({ by, applied: { object } = by }: Reader): string | undefined {
  return kindOf(object) === "argoproj.io/Application"
    ? textAt(object, "spec", "destination", "namespace")
    : textAt(object, "spec", "targetNamespace");
}
