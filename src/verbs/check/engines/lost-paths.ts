import { readdirSync, statSync } from "node:fs";
import { posix, sep } from "node:path";
import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { filledBy, hasListsAlone, listElements } from "../../../rules/engines/list-elements";
import { about } from "../../../rules/rule";
import { slipOf } from "../../../rules/slips";
import type { FileObject } from "../read-objects";

/**
 * Folders that Kustomizations of Flux, Applications and ApplicationSets of Argo CD name, and that are not there (DEL011). Their
 * repository may be another one: said only where a folder above the manifest has one that is called nearly so, or where others have
 * theirs from the same source and find them there.
 */
export function lostPaths(objects: readonly FileObject[]): readonly Finding[] {
  const named = objects.flatMap((one) =>
    placesIn(one).flatMap(({ at, from, text = textAt(one.object, ...at) }) => {
      const path = folderIn(text ?? ".");
      return path === undefined ? [] : [{ one, at, from, path, roots: above(one.file) }];
    }),
  );
  const homes = new Set(
    named.flatMap(({ from, path, roots }) => roots.flatMap((root) => (isIn(root, path) ? [`${from}\n${root}`] : []))),
  );
  return named.flatMap(({ one, at, from, path, roots }) => {
    const root = roots.find((it) => isIn(it, path));
    if (root !== undefined) return unread(one, at, posix.join(root, path));
    const near = roots.map((root) => nearIn(root, path)).find((found) => found !== undefined);
    if (near === undefined && !roots.some((root) => homes.has(`${from}\n${root}`))) return [];
    const message = `${path} is no folder of this repository: nothing is applied from it`;
    return [about("DEL011", one, { at, message, ...(near !== undefined && { hint: `Did you mean ${near}?` }) })];
  });
}

/** The part of a path that names folders; of a pattern, what stands before its first star. */
function folderIn(written: string): string | undefined {
  const [start = ""] = written.split("*");
  const whole = start === written ? start : start.slice(0, start.lastIndexOf("/") + 1);
  const path = posix.normalize(whole || ".").replace(/^\/+|\/+$/g, "");
  return path === "." || path === "" || path.startsWith("..") || /[{}$<?[]/.test(path) ? undefined : path;
}

/** A folder without manifests of its own: Argo CD reads those below it only when it is told to. */
function unread(one: FileObject, at: Path, folder: string): readonly Finding[] {
  const source = valueAt(one.object, ...at.slice(0, -1));
  const tools = ["chart", "helm", "plugin", "kustomize"];
  const isTold =
    tools.some((key) => valueAt(source, key) !== undefined) || valueAt(source, "directory", "recurse") === true;
  if (kindOf(one.object) !== "argoproj.io/Application" || isTold) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && read.test(entry.name))) return [];
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  const isHeld = below.some(({ name }) => readdirSync(posix.join(folder, name)).some((file) => read.test(file)));
  if (!isHeld) return [];
  const message = `${textAt(one.object, ...at)} has no manifest itself, and Argo CD does not look into its folders: nothing is applied from it`;
  return [about("DEL011", one, { at, message, hint: "Write directory: { recurse: true }, or add a kustomization." })];
}

/** What Argo CD reads of a folder, or knows it by. */
const read = /\.(ya?ml|json|jsonnet)$|^Kustomization$/;

type Path = readonly (string | number)[];

/** Where a folder is named, and from which source, as far as the manifest says that. */
interface Named {
  readonly at: Path;
  readonly from: string;
  /** @default what stands there */
  readonly text?: string;
}

function placesIn({ object }: FileObject): readonly Named[] {
  switch (kindOf(object)) {
    case "kustomize.toolkit.fluxcd.io/Kustomization": {
      const { kind, name, namespace = object.metadata.namespace } = Object(valueAt(object, "spec", "sourceRef"));
      return [{ at: ["spec", "path"], from: JSON.stringify([kind, name, namespace]) }];
    }
    case "argoproj.io/Application":
      return namedSources(object, ["spec"]);
    case "argoproj.io/ApplicationSet":
      return [...namedSources(object, ["spec", "template", "spec"]), ...patternsIn(object), ...listedIn(object)];
    default:
      return [];
  }
}

function namedSources(object: unknown, spec: Path): readonly Named[] {
  return sourcesIn(object, spec).map((source) => ({
    at: [...source, "path"],
    from: sourceOf(object, source, "targetRevision"),
  }));
}

/** The folders that elements of a list name in the template; one that other generators fill in as well names none alone. */
function listedIn(object: unknown): readonly Named[] {
  if (!hasListsAlone(object)) return [];
  return namedSources(object, ["spec", "template", "spec"]).flatMap(({ at, from }) => {
    const path = textAt(object, ...at) ?? "";
    if (!path.includes("{{")) return [];
    return listElements(object).map((element) => ({ at: element.at, from, text: filledBy(path, element) }));
  });
}

/** The folders among which an ApplicationSet looks for those of its Applications. */
function patternsIn(object: unknown): readonly Named[] {
  return listAt(object, "spec", "generators").flatMap((one, index) =>
    listAt(one, "git", "directories").map((_, entry) => {
      const git: Path = ["spec", "generators", index, "git"];
      return { at: [...git, "directories", entry, "path"], from: sourceOf(object, git, "revision") };
    }),
  );
}

function sourceOf(object: unknown, at: Path, revision: string): string {
  return JSON.stringify([textAt(object, ...at, "repoURL"), textAt(object, ...at, revision) ?? "HEAD"]);
}

/** The folders above a file, up to the repository's. */
function above(file: string): readonly string[] {
  const found: string[] = [];
  for (let folder = posix.dirname(slashes(file)); ; folder = posix.dirname(folder)) {
    found.push(folder);
    if (posix.dirname(folder) === folder || isThere(posix.join(folder, ".git"))) return found;
  }
}

/** The same path with one folder called otherwise, so that all of it is there. */
function nearIn(root: string, path: string): string | undefined {
  const parts = path.split("/");
  const lost = parts.findIndex((_, index) => !isFolder(posix.join(root, ...parts.slice(0, index + 1))));
  const parent = posix.join(root, ...parts.slice(0, lost));
  if (lost < 0 || !isFolder(parent)) return undefined;
  const folders = readdirSync(parent, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !entry.name.startsWith(".") ? [entry.name] : [],
  );
  const meant = slipOf(parts[lost] ?? "", folders.sort());
  const whole = meant === undefined ? undefined : posix.join(...parts.slice(0, lost), meant, ...parts.slice(lost + 1));
  return whole !== undefined && isIn(root, whole) ? whole : undefined;
}

function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** Whether a repository that begins at a folder has a path. */
function isIn(root: string, path: string): boolean {
  return isFolder(posix.join(root, path));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
