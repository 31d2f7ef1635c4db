import { grouped } from "../../basics/grouped";
import type { MeshPath } from "../../findings/finding";
import type { KubernetesObject } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import type { CheckedObject } from "../rule";
import { isOpen } from "./set-templates";

/** A folder that is here by the path that an engine's object names; whether the path is of this repository is another question. */
export interface Claim {
  readonly by: CheckedObject;
  readonly folder: string;
  /** The repository, as {@link repositoryOf} calls it; undefined where that is not known. */
  readonly from?: string | undefined;
}

/**
 * A repository by what all of its addresses have in common: the last two names of them, as mirrors and ways to log in differ in the rest. Undefined for what is
 * still to be filled in.
 */
export function repositoryOf(url: string | undefined): string | undefined {
  if (!url || isOpen(url) || /[<>${}]/.test(url) || url.startsWith("oci:")) return undefined;
  const path = url
    .replace(/^[a-z+]+:\/\//i, "")
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/i, "");
  const names = path.split(/[/:]/).filter((one) => one !== "");
  return names.length > 1 ? names.slice(-2).join("/").toLowerCase() : undefined;
}

/** The repository that an object of Flux names; undefined where its GitRepository is not among the objects, or several are called so. */
export function fluxRepository(
  one: KubernetesObject,
  at: MeshPath,
  objects: readonly Pick<CheckedObject, "object">[],
): string | undefined {
  const ref = (key: string) => textAt(one, ...at, "sourceRef", key);
  const home = ref("namespace") ?? one.metadata.namespace;
  if (ref("kind") !== "GitRepository") return undefined;
  const urls = objects.flatMap(({ object }) =>
    kindOf(object) === "source.toolkit.fluxcd.io/GitRepository" &&
    object.metadata.name === ref("name") &&
    (object.metadata.namespace ?? home) === (home ?? object.metadata.namespace)
      ? [textAt(object, "spec", "url")]
      : [],
  );
  const found = new Set(urls.map(repositoryOf));
  return found.size === 1 ? [...found][0] : undefined;
}

/**
 * Tells which folders engines read in other repositories that have a path of the same name. This repository is that of a known address, or else the one from
 * which the engines' own objects are read here: the root Application, or Flux's own Kustomization. Where neither tells, it is the one that most name, and of the
 * others only those are dropped that would read what these read.
 * @param remotes addresses of this repository, as far as they are known
 */
export function foreignClaims(claims: readonly Claim[], remotes: readonly string[] = []): (claim: Claim) => boolean {
  const known = claims.filter(({ from }) => from !== undefined);
  const all = new Set(known.map(({ from }) => from));
  if (all.size === 0) return () => false;
  const addresses = new Set(remotes.flatMap((one) => repositoryOf(one) ?? []));
  if (known.some(({ from = "" }) => addresses.has(from)))
    return ({ from }) => from !== undefined && !addresses.has(from);
  if (all.size === 1) return () => false;
  const isRoot = ({ by, folder }: Claim) =>
    known.some((other) => other.by !== by && other.by.file?.startsWith(`${folder}/`));
  const roots = new Set(known.filter(isRoot).map(({ from }) => from));
  if (roots.size === 1) return ({ from }) => from !== undefined && !roots.has(from);
  const [first, second] = [...grouped(known, ({ from }) => from)]
    .map(([from, same]) => ({ from, count: new Set(same.map(({ by }) => by)).size, same }))
    .sort((a, b) => b.count - a.count);
  if (!first || first.count === second?.count) return () => false;
  return ({ from, folder }) =>
    from !== undefined && from !== first.from && first.same.some((one) => isWithin(one.folder, folder));
}

function isWithin(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
