import { posix } from "node:path";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import type { CheckedObject } from "../rule";
import { sourcesIn } from "./application-sources";
import { type Claim, repositoryOf } from "./repositories";

/** An object of an engine with what it reads, as far as its paths tell. */
interface Reading {
  readonly by: CheckedObject;
  readonly home: string;
  readonly paths: readonly { readonly path: string; readonly from: string | undefined }[];
  /** Of all that it reads, where that is one. */
  readonly from: string | undefined;
  readonly claims: readonly Claim[];
}

/**
 * Applications whose path is all of a repository. Where that begins no path of theirs tells: it is where the paths of others that read it begin, or
 * all that is here, where a pattern names a folder of that or nobody here reads any other repository.
 * @param folders all that are known
 */
export function wholeClaims(read: readonly Reading[], folders: ReadonlySet<string>): readonly Claim[] {
  const whole = read.flatMap((one) => {
    const source = wholeSource(one.by);
    return source ? [{ ...one, ...source }] : [];
  });
  if (whole.length === 0) return [];
  const top = topOf(
    read.map(({ home }) => home),
    folders,
  );
  const repositories = new Set(read.flatMap((one) => [one.from, ...one.paths.map(({ from }) => from)]));
  return whole.flatMap(({ by, home, from, directory }): readonly Claim[] => {
    if (from === undefined) return [];
    const roots = new Set(read.flatMap((other) => rootsFor(other, from)).filter((root) => isIn(home, root)));
    const [told, ...others] = roots;
    const isNamed = patternsOf(directory).some((name) => folders.has(posix.join(top, name)) && name !== "");
    const isOnly = repositories.size === 1 && textAt(directory, "include") === undefined;
    const root = others.length > 0 ? undefined : (told ?? (isNamed || isOnly ? top : undefined));
    return root === undefined ? [] : [{ by, folder: root, from }];
  });
}

/** The one source of an Application that is all of a repository, with the folders in it. */
function wholeSource({
  object,
}: CheckedObject): { readonly from: string | undefined; readonly directory: unknown } | undefined {
  if (kindOf(object) !== "argoproj.io/Application") return undefined;
  const places = sourcesIn(object).filter((at) => textAt(object, ...at, "path") !== undefined);
  const [at, second] = places;
  if (!at || second || !isAll(textAt(object, ...at, "path") ?? "")) return undefined;
  if (["helm", "plugin", "chart"].some((key) => valueAt(object, ...at, key) !== undefined)) return undefined;
  return { from: repositoryOf(textAt(object, ...at, "repoURL")), directory: valueAt(object, ...at, "directory") };
}

function isAll(path: string): boolean {
  return ["", "."].includes(posix.normalize(path).replace(/^\/+|\/+$/g, ""));
}

/** Where a repository begins by what somebody found of it. */
function rootsFor({ paths, claims }: Reading, from: string): readonly string[] {
  return paths.flatMap(({ path, from: its }) => {
    const inside = posix.normalize(path).replace(/^\/+|\/+$/g, "");
    if (its !== from || isAll(path)) return [];
    return claims.flatMap(({ folder }) =>
      folder.endsWith(`/${inside}`) ? [folder.slice(0, -inside.length - 1) || "/"] : [],
    );
  });
}

function isIn(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root === "/" ? root : `${root}/`);
}

/** The nearest folder that all others are in. */
function topOf(homes: readonly string[], folders: ReadonlySet<string>): string {
  let top = homes[0] ?? "/";
  // Every folder is known with those above it.
  const above = new Set([...folders].map((one) => posix.dirname(one)));
  const ends = [...folders].filter((one) => !above.has(one));
  for (const one of [...homes, ...ends]) while (!isIn(one, top)) top = posix.dirname(top);
  return top;
}

/** The first folders that the patterns of an Application name. */
function patternsOf(directory: unknown): readonly string[] {
  return ["exclude", "include"].flatMap((key) =>
    (textAt(directory, key) ?? "")
      .replace(/[{}]/g, ",")
      .split(",")
      .flatMap((part) => /^([\w.-]+)\//.exec(part.trim())?.[1] ?? []),
  );
}

/** Whether such an Application goes into the folders below, where no kustomization says what is built. */
export function goesBelow({ object }: CheckedObject): boolean {
  return sourcesIn(object).some((at) => valueAt(object, ...at, "directory", "recurse") === true);
}
