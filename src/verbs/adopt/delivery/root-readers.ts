import { existsSync } from "node:fs";
import { posix } from "node:path";
import type { MeshPath } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import { isKustomization, rootsOf } from "../../../repository/engine-reads/paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { fluxSource, homeOf, homesIn, namedIn, sourceOf } from "../../../repository/readers/named-paths";
import { sourcesIn } from "../../../rules/engines/application-sources";
import type { OpenReader } from "./open-sets";

/**
 * What reads all of a repository, where this one begins: a Kustomization or an Application with the path `./`. Whether it is this repository tells what else of the
 * same source is found here, or is left open.
 */
export function rootReaders(objects: readonly FileObject[]): readonly OpenReader[] {
  const named = namedIn(objects);
  const homes = homesIn(named);
  return objects.flatMap((one) => {
    const top = rootsOf(one.file).at(-1) ?? "/";
    const all = existsSync(posix.join(top, ".git")) ? sourcesOfAll(one) : [];
    // Where this repository is known by another name, it is not this one.
    const from = all.find((it) => homes.has(homeOf(it.id, top))) ?? (isNamedHere(homes, top) ? undefined : all[0]);
    return from === undefined ? [] : [rootReader(one, top, { ...from, isKnown: homes.has(homeOf(from.id, top)) })];
  });
}

function isNamedHere(homes: ReadonlySet<string>, top: string): boolean {
  return [...homes].some((home) => home.endsWith(`\n${top}`));
}

interface Source {
  /** As one word. */
  readonly id: string;
  readonly shown: string;
  readonly isRecursive: boolean;
}

function sourcesOfAll({ object }: FileObject): readonly Source[] {
  switch (kindOf(object)) {
    case "kustomize.toolkit.fluxcd.io/Kustomization": {
      if (!isAll(textAt(object, "spec", "path") ?? ".")) return [];
      const [kind = "GitRepository", name] = ["kind", "name"].map((key) => textAt(object, "spec", "sourceRef", key));
      return [{ id: fluxSource(object, ["spec"]), shown: `${kind} ${name}`, isRecursive: true }];
    }
    case "argoproj.io/Application":
      return sourcesIn(object).flatMap((at) => ofSource(object, at));
    default:
      return [];
  }
}

function ofSource(object: FileObject["object"], at: MeshPath): readonly Source[] {
  const url = textAt(object, ...at, "repoURL");
  const isChart = textAt(object, ...at, "chart") !== undefined || textAt(object, ...at, "ref") !== undefined;
  if (url === undefined || isChart || !isAll(textAt(object, ...at, "path") ?? ".")) return [];
  const isRecursive = valueAt(object, ...at, "directory", "recurse") === true;
  return [{ id: sourceOf(object, at, "targetRevision"), shown: url, isRecursive }];
}

function rootReader(
  { object: by, file }: FileObject,
  top: string,
  from: Source & { readonly isKnown: boolean },
): OpenReader {
  const condition = from.isKnown ? {} : { condition: { words: "if", of: `${from.shown} is this repository` } };
  const readsFrom = (start: string) =>
    isKustomization(top)
      ? start === top || start === posix.join(top, "kustomization.yaml")
      : from.isRecursive || posix.dirname(start) === top;
  return {
    by,
    readsAny: false,
    reads: (folder, start) =>
      folder === top && readsFrom(start) ? { by, home: posix.dirname(file), ...condition } : undefined,
  };
}

function isAll(path: string): boolean {
  return ["", "."].includes(posix.normalize(path || ".").replace(/^\/+|\/+$/g, ""));
}
