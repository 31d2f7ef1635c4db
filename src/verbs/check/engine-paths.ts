import { readdirSync, statSync } from "node:fs";
import { posix, sep } from "node:path";
import type { Finding } from "../../findings/finding";
import { about } from "../../rules/rule";
import { kindOf } from "../../source/kubernetes-object";
import { nearest } from "../../source/nearest";
import { listAt, textAt } from "../../source/object-paths";
import type { FileObject } from "./read-objects";

/**
 * Folders that Kustomizations of Flux and Applications of Argo CD name, and that are not there (DEL011). Their repository may be
 * another one: said only where a folder above the manifest has one that is called nearly so.
 */
export function lostPaths(objects: readonly FileObject[]): readonly Finding[] {
  return objects.flatMap((one) =>
    placesIn(one).flatMap((at) => {
      const path = posix.normalize(textAt(one.object, ...at) ?? ".").replace(/^\/+|\/+$/g, "");
      if (path === "." || path.startsWith("..") || /[{}$*<]/.test(path)) return [];
      const roots = above(one.file);
      if (roots.some((root) => isFolder(posix.join(root, path)))) return [];
      const near = roots.map((root) => nearIn(root, path)).find((found) => found !== undefined);
      if (near === undefined) return [];
      const message = `${path} is no folder of this repository: nothing is applied from it`;
      return [about("DEL011", one, { at, message, hint: `Did you mean ${near}?` })];
    }),
  );
}

type Path = readonly (string | number)[];

function placesIn({ object }: FileObject): readonly Path[] {
  const kind = kindOf(object);
  if (kind === "kustomize.toolkit.fluxcd.io/Kustomization") return [["spec", "path"]];
  if (kind !== "argoproj.io/Application") return [];
  return [
    ["spec", "source", "path"],
    ...listAt(object, "spec", "sources").map((_, index): Path => ["spec", "sources", index, "path"]),
  ];
}

/** The folders above a file, up to the repository's. */
function above(file: string): readonly string[] {
  const found: string[] = [];
  for (let folder = posix.dirname(slashes(file)); ; folder = posix.dirname(folder)) {
    found.push(folder);
    if (posix.dirname(folder) === folder || isThere(posix.join(folder, ".git"))) return found;
  }
}

/** The same path with a last folder that is there. */
function nearIn(root: string, path: string): string | undefined {
  const parent = posix.join(root, posix.dirname(path));
  if (!isFolder(parent)) return undefined;
  const folders = readdirSync(parent, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !entry.name.startsWith(".") ? [entry.name] : [],
  );
  const meant = nearest(posix.basename(path), folders.sort());
  return meant === undefined ? undefined : posix.join(posix.dirname(path), meant);
}

function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
