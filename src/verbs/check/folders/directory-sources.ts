import { readdirSync } from "node:fs";
import { posix } from "node:path";
import type { Finding } from "../../../findings/finding";
import { protectedKind } from "../../../mesh/protected-kinds";
import { identity, kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Readings } from "../../../repository/readers/readings";
import { isPatched, sourcesIn } from "../../../rules/engines/application-sources";
import { findReaders } from "../../../rules/engines/readers";
import type { Reader } from "../../../rules/rule";
import { about, inShort } from "../../../rules/rule";
import { kustomizationNames } from "../../../source/manifest-object";
import { isAside, strayedMembers } from "./strayed-members";

type Path = readonly (string | number)[];

/** A folder of plain manifests, as an Application reads it. */
export interface Directory {
  readonly folder: string;
  readonly at: Path;
  readonly by: FileObject;
}

/**
 * Parts of a mesh in the folder of an Application that it does not read (DEL013): of plain manifests Argo CD reads the folder itself and
 * none below it, and leaves out what patterns say.
 */
export function leftOutOfDirectories(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
): readonly Finding[] {
  const isApplication = ({ object }: FileObject) => kindOf(object) === "argoproj.io/Application";
  if (!objects.some(isApplication)) return [];
  const readers = findReaders(
    objects,
    files.map(({ folder }) => folder),
  );
  const unseen = unseenSets(objects, readers);
  const strayed = strayedMembers(objects, files, readers);
  return readers
    .filter(({ by }) => isApplication(by as FileObject))
    .flatMap((reader) =>
      directoriesOf(reader).flatMap((directory) => ofDirectory(directory, objects, readers, { unseen, strayed })),
    );
}

/** ApplicationSets of which nobody sees here what they make of folders. */
function unseenSets(objects: readonly FileObject[], readers: readonly Reader[]): readonly FileObject[] {
  const sets = objects.filter(({ object }) => kindOf(object) === "argoproj.io/ApplicationSet");
  return sets.filter((one) => !readers.some(({ by }) => by === one));
}

/** Whether such a set may have a folder, or one below it. */
export function openSets(objects: readonly FileObject[], readings: Readings): (path: string) => boolean {
  const unseen = unseenSets(objects, readings.readers);
  return (path) => unseen.some((one) => mayRead(one, path));
}

function ofDirectory(
  { folder, at, by }: Directory,
  objects: readonly FileObject[],
  readers: readonly Reader[],
  { unseen, strayed }: { readonly unseen: readonly FileObject[]; readonly strayed: ReadonlySet<FileObject> },
): readonly Finding[] {
  const others = readers.filter((one) => one.by !== by).flatMap((one) => one.folders);
  const below = objects.filter(
    ({ file }) => file.startsWith(`${folder}/`) && !others.some((other) => file.startsWith(`${other}/`)),
  );
  const told = below.map((one) => ({ one, why: whyLeftOut(one, folder, valueAt(by.object, ...at, "directory")) }));
  const applied = new Set(told.flatMap(({ one, why }) => (why === undefined ? [identity(one.object)] : [])));
  const out = told.flatMap(({ one, why }) => {
    // A draft of what is applied is left out on purpose.
    const isDraft = why === "exclude" && applied.has(identity(one.object));
    return why && !isDraft && protectedKind(one.object) ? [{ one, why }] : [];
  });
  const isAll = told.every(({ why }) => why !== undefined);
  // A folder that makes a Namespace alone is there for what goes into it.
  const read = told.filter(({ why }) => why === undefined).map(({ one }) => one.object);
  const filled = new Set(read.map(({ kind, metadata }) => (kind === "Namespace" ? metadata.name : undefined)));
  const isBare = !filled.has(undefined);
  const path = textAt(by.object, ...at, "path") ?? "";
  const isGenerated = unseen.some((one) => mayRead(one, path));
  const meant = out.filter(
    ({ one, why }) =>
      (isAll ||
        protectedKind(one.object)?.role === "mesh" ||
        (why === "recurse" && strayed.has(one) && !isAside(one.file, folder)) ||
        (isBare && why === "recurse" && filled.has(one.object.metadata.namespace))) &&
      !(why === "recurse" && (isGenerated || isUnit(one.file, folder))),
  );
  const [first] = meant;
  if (!first || (isAll && holdsJsonnet(folder))) return [];
  const { names } = inShort(meant.map(({ one }) => one));
  const { name } = by.object.metadata;
  const reason = {
    recurse: "stand in folders below, which it does not read without directory.recurse",
    exclude: `match directory.exclude (${textAt(by.object, ...at, "directory", "exclude")})`,
    include: `do not match directory.include (${textAt(by.object, ...at, "directory", "include")})`,
  }[first.why];
  return [
    about("DEL013", by, {
      at: first.why === "recurse" ? [...at, "path"] : [...at, "directory", first.why],
      ...(!isAll && { severity: "warning" as const }),
      citation: "Argo CD, Directory: https://argo-cd.readthedocs.io/en/stable/user-guide/directory/",
      message: `Application ${name} leaves out ${names}: they ${reason}${isAll ? ", and nothing else is there: it applies nothing" : ""}`,
      hint:
        first.why === "recurse"
          ? `Write directory: { recurse: true }${isAll ? "" : ", unless somebody else applies them"}.`
          : "Correct the pattern: its stars match slashes, too.",
    }),
  ];
}

/** Whether an ApplicationSet whose elements are not known may have folders below a path: by what stands before its first parameter. */
function mayRead({ object }: FileObject, path: string): boolean {
  const spec = ["spec", "template", "spec"];
  const below = `${posix.normalize(path).replace(/^\/+|\/+$/g, "")}/`;
  const starts = sourcesIn(object, spec).flatMap((at) => textAt(object, ...at, "path")?.split("{{")[0] ?? []);
  return (
    starts.length === 0 ||
    starts.some((start) => start.startsWith(below) || below.startsWith(start.replace(/^(\.?\/)+/, ""))) ||
    isPatched(object, "source", "sources", "path")
  );
}

/** The sources of an Application that are folders of plain manifests; of several, only where each was found. */
export function directoriesOf({ by, folders }: Reader): readonly Directory[] {
  const places = sourcesIn(by.object).filter((at) => textAt(by.object, ...at, "path") !== undefined);
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

/** Whether Helm or kustomize builds a folder. */
export function isToolFolder(folder: string): boolean {
  return namesIn(folder).some((name) => tools.includes(name));
}

/** Whether a folder on the way down is one that Helm or kustomize builds: it is a matter of whoever names it. */
export function isUnit(file: string, folder: string): boolean {
  for (let at = posix.dirname(file); at.startsWith(`${folder}/`); at = posix.dirname(at))
    if (isToolFolder(at)) return true;
  return false;
}

function holdsJsonnet(folder: string): boolean {
  return namesIn(folder).some((name) => name.endsWith(".jsonnet"));
}

function namesIn(folder: string): readonly string[] {
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
  if (!pattern) return undefined;
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
