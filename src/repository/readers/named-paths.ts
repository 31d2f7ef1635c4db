import { readdirSync } from "node:fs";
import { posix } from "node:path";
import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { sourcesIn } from "../../rules/engines/application-sources";
import { slipOf } from "../../rules/slips";
import { chartFolder, chartSpec, isFolder, rootsOf } from "../engine-reads/paths";
import type { FileObject } from "../objects/file-object";
import { generatorPaths, templatePaths } from "./set-paths";

type Path = readonly (string | number)[];

/** Where a folder is named, and from which source, as far as the manifest says that. */
interface Written {
  readonly at: Path;
  /** As it is written. */
  readonly path: string;
  readonly from: string;
  /** The path of a template that an element of a list fills in. */
  readonly template?: Path;
}

function placesIn(one: FileObject): readonly Written[] {
  const { object } = one;
  switch (kindOf(object)) {
    case "kustomize.toolkit.fluxcd.io/Kustomization": {
      const at = ["spec", "path"];
      return [{ at, path: textAt(object, ...at) ?? ".", from: fluxSource(object, ["spec"]) }];
    }
    case "helm.toolkit.fluxcd.io/HelmRelease": {
      const at = [...chartSpec, "chart"];
      const path = chartFolder(object);
      return path === undefined ? [] : [{ at, path, from: fluxSource(object, chartSpec) }];
    }
    case "argoproj.io/Application":
      return sourcesIn(object).map((source) => {
        const at = [...source, "path"];
        return { at, path: textAt(object, ...at) ?? ".", from: sourceOf(object, source, "targetRevision") };
      });
    case "argoproj.io/ApplicationSet":
      return [
        ...templatePaths(one).map((it) => ({ ...it, from: sourceOf(object, it.source, "targetRevision") })),
        ...generatorPaths(object).map((it) => ({ ...it, from: sourceOf(object, it.source, "revision") })),
      ];
    default:
      return [];
  }
}

/** The source that one of Flux's objects names. */
export function fluxSource(object: KubernetesObject, at: Path): string {
  const { kind, name, namespace = object.metadata.namespace } = Object(valueAt(object, ...at, "sourceRef"));
  return JSON.stringify([kind, name, namespace]);
}

/** A source by its repository and revision. */
export function sourceOf(object: unknown, at: Path, revision: string): string {
  return JSON.stringify([textAt(object, ...at, "repoURL"), textAt(object, ...at, revision) ?? "HEAD"]);
}

/** A folder that an engine's object names. */
export interface Named extends Written {
  readonly one: FileObject;
  /** The folders in which its repository may begin. */
  readonly roots: readonly string[];
}

/** The folders that Kustomizations, Applications and ApplicationSets name, as far as they can be told. */
export function namedIn(objects: readonly FileObject[]): readonly Named[] {
  return objects.flatMap((one) =>
    placesIn(one).flatMap(({ path: written, ...rest }) => {
      const path = folderIn(written);
      return path === undefined ? [] : [{ one, ...rest, path, roots: rootsOf(one.file) }];
    }),
  );
}

/** The sources of which a folder was found, each with where its repository begins. */
export function homesIn(named: readonly Named[]): ReadonlySet<string> {
  return new Set(
    named.flatMap(({ from, path, roots }) => roots.flatMap((root) => (isIn(root, path) ? homeOf(from, root) : []))),
  );
}

/** Such a source and such a place, as one word. */
export function homeOf(from: string, root: string): string {
  return `${from}\n${root}`;
}

/** The part of a path that names folders; of a pattern, what stands before its first star, and of a template before its first parameter. */
function folderIn(written: string): string | undefined {
  const [start = ""] = written.split(/\*|\{\{/);
  const whole = start === written ? start : start.slice(0, start.lastIndexOf("/") + 1);
  const path = posix.normalize(whole || ".").replace(/^\/+|\/+$/g, "");
  return path === "." || path === "" || path.startsWith("..") || /[{}$<?[]/.test(path) ? undefined : path;
}

/** A file beside one that is not there, and that is called nearly so. */
export function fileNear(root: string, path: string): string | undefined {
  const folder = posix.join(root, posix.dirname(path));
  if (!isFolder(folder)) return undefined;
  const meant = slipOf(posix.basename(path), readdirSync(folder).sort());
  return meant === undefined ? undefined : posix.join(posix.dirname(path), meant);
}

/** Whether a repository that begins at a folder has a path. */
export function isIn(root: string, path: string): boolean {
  return isFolder(posix.join(root, path));
}
