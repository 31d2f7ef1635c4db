import { posix } from "node:path";
import type { Finding, MeshPath } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import { isToolFolder, whyLeftOut } from "../../../repository/readers/directories";
import type { Readings } from "../../../repository/readers/readings";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { readersIn, sameCluster } from "../../../rules/engines/readers";
import { about, inShort, type Reader } from "../../../rules/rule";

/** One source of an Application. */
interface Source {
  readonly reader: Reader;
  readonly at: MeshPath;
  readonly repository: string;
  readonly revision: string;
  /** As it is written, without what leads nowhere: `.` for all of the repository. */
  readonly path: string;
}

/**
 * Objects that an Application reads by directory.recurse although another one reads their folder (DUP001): `path: .` takes in all of a
 * repository. Where that begins is told by the others that read of it.
 */
export function nestedSources(objects: readonly FileObject[], { readBy }: Readings): readonly Finding[] {
  const sources = readersIn(objects).flatMap(sourcesOf);
  return sources.flatMap((outer) => {
    const directory = valueAt(outer.reader.by.object, ...outer.at, "directory");
    if (valueAt(directory, "recurse") !== true || kindOf(outer.reader.by.object) !== applicationKind) return [];
    const others = sources.filter((one) => one.reader.by !== outer.reader.by && isSameTree(outer, one));
    const folder = outer.path === "." ? rootOf(others) : outer.reader.folders[0];
    if (folder === undefined || isToolFolder(folder)) return [];
    const inner = new Set(others.filter((one) => sameCluster(outer.reader, one.reader)).map(({ reader }) => reader.by));
    const twice = objects.filter(
      (one) =>
        one.file.startsWith(`${folder}/`) &&
        isPlaced(one) &&
        whyLeftOut(one, folder, directory) === undefined &&
        readBy(one).some(({ by }) => inner.has(by)),
    );
    return twice.length > 0 ? [appliedByBoth(outer, twice, readBy)] : [];
  });
}

const applicationKind = "argoproj.io/Application";

/** Of several sources nobody tells which one an object is from. */
function sourcesOf(reader: Reader): readonly Source[] {
  const { object } = reader.by;
  const spec = kindOf(object) === applicationKind ? ["spec"] : ["spec", "template", "spec"];
  const places = sourcesIn(object, spec).filter((at) => textAt(object, ...at, "repoURL") !== undefined);
  const [at] = places;
  const path = at && textAt(object, ...at, "path");
  if (!at || path === undefined || places.length > 1) return [];
  const repository = (textAt(object, ...at, "repoURL") ?? "").replace(/(\.git)?\/*$/, "");
  const revision = textAt(object, ...at, "targetRevision") ?? "HEAD";
  return [{ reader, at, repository, revision, path: posix.normalize(path).replace(/^\/+|\/+$/g, "") || "." }];
}

function isSameTree(one: Source, other: Source): boolean {
  return one.repository === other.repository && one.revision === other.revision;
}

/** What names no namespace goes to that of each destination. */
function isPlaced(one: FileObject): boolean {
  return one.object.metadata.namespace !== undefined || one.object.kind === "Namespace" || isSail(one);
}

/** The folder that the paths of others begin at. */
function rootOf(others: readonly Source[]): string | undefined {
  for (const { reader, path } of others) {
    const found = reader.folders.find((folder) => folder.endsWith(`/${path}`));
    if (found !== undefined) return found.slice(0, -path.length - 1);
  }
  return undefined;
}

function appliedByBoth(outer: Source, twice: readonly FileObject[], readBy: Readings["readBy"]): Finding {
  const { first, names } = inShort(twice);
  const [other] = first ? readBy(first) : [];
  return about("DUP001", outer.reader.by, {
    at: [...outer.at, "path"],
    message: `${outer.reader.name} reads ${outer.path === "." ? "all of the repository" : `all below ${outer.path}`}, and applies ${names}, which ${other?.name} applies as well: each takes it from the other, and the first to let it go deletes it`,
    hint: "Name a folder of its own, or leave those of the others out by directory.exclude.",
  });
}
