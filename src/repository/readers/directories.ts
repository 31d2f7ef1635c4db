import { readdirSync } from "node:fs";
import { posix } from "node:path";
import { textAt, valueAt } from "../../objects/object-paths";
import { applicationSpec, sourcesIn } from "../../rules/engines/application-sources";
import { isOpen } from "../../rules/engines/set-templates";
import type { Reader } from "../../rules/rule";
import { kustomizationNames } from "../../source/manifest-object";
import type { FileObject } from "../objects/file-object";

type Path = readonly (string | number)[];

/** A folder of plain manifests, as an Application reads it. */
export interface Directory {
  readonly folder: string;
  readonly at: Path;
  readonly by: FileObject;
}

/** The sources of an Application, or of one that a set makes, that are folders of plain manifests; of several, only where each was found. */
export function directoriesOf({ by, folders }: Reader): readonly Directory[] {
  const places = sourcesIn(by.object, applicationSpec(by.object)).filter(
    (at) => textAt(by.object, ...at, "path") !== undefined,
  );
  if (places.length !== folders.length) return [];
  return places.flatMap((at, index) => {
    const folder = folders[index] ?? "";
    const isBuilt = ["helm", "kustomize", "plugin", "chart"].some(
      (key) => valueAt(by.object, ...at, key) !== undefined,
    );
    return isBuilt || isToolFolder(folder) ? [] : [{ folder, at, by: by as FileObject }];
  });
}

const tools: readonly string[] = [...kustomizationNames, "Chart.yaml", "values.yaml"];

/** Whether a file tells Helm or kustomize how to build its folder. */
export function isToolFile(file: string): boolean {
  return tools.includes(posix.basename(file));
}

/** Whether Helm or kustomize builds a folder. */
export function isToolFolder(folder: string): boolean {
  return filesIn(folder).some((name) => tools.includes(name));
}

/** Whether a folder on the way down is one that Helm or kustomize builds: it is a matter of whoever names it. */
export function isUnit(file: string, folder: string): boolean {
  for (let at = posix.dirname(file); at.startsWith(`${folder}/`); at = posix.dirname(at))
    if (isToolFolder(at)) return true;
  return false;
}

/** What stands directly in a folder; nothing where it cannot be read. */
export function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Why Argo CD does not read a file of a folder; undefined for one that it reads. */
export function whyLeftOut(
  { file }: Pick<FileObject, "file">,
  folder: string,
  directory: unknown,
): "recurse" | "exclude" | "include" | undefined {
  const path = file.slice(folder.length + 1);
  if (path.includes("/") && valueAt(directory, "recurse") !== true) return "recurse";
  if (matches(textAt(directory, "exclude"), path) === true) return "exclude";
  return matches(textAt(directory, "include"), path) === false ? "include" : undefined;
}

/** As Argo CD compares: stars match slashes. Undefined without a pattern, and for one that is none. */
function matches(pattern: string | undefined, path: string): boolean | undefined {
  // What a set fills in may be any pattern.
  if (!pattern || isOpen(pattern)) return undefined;
  let depth = 0;
  const source = pattern.replace(/\\.|\*+|\[!|[?{},.+^$()|]/g, (part) => {
    if (part.startsWith("*")) return ".*";
    if (part === "?") return ".";
    if (part === "[!") return "[^";
    if (part === "{") depth += 1;
    else if (part === "}") depth -= 1;
    else if (part === ",") return depth > 0 ? "|" : ",";
    else return part.startsWith("\\") ? part : `\\${part}`;
    return part === "{" ? "(?:" : ")";
  });
  try {
    return new RegExp(`^${source}$`).test(path);
  } catch {
    return undefined;
  }
}
