import { posix } from "node:path";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Readings } from "../../../repository/readers/readings";
import { isPatched, sourcesIn } from "../../../rules/engines/application-sources";
import type { Reader } from "../../../rules/rule";

/** ApplicationSets of which nobody sees here what they make of folders. */
export function unseenSets(objects: readonly FileObject[], readers: readonly Reader[]): readonly FileObject[] {
  const sets = objects.filter(({ object }) => kindOf(object) === "argoproj.io/ApplicationSet");
  return sets.filter((one) => !readers.some(({ by }) => by === one));
}

/** Whether such a set may have a folder, or one below it. */
export function openSets(objects: readonly FileObject[], readings: Readings): (path: string) => boolean {
  const unseen = unseenSets(objects, readings.readers);
  return (path) => unseen.some((one) => mayRead(one, path));
}

/** Whether an ApplicationSet whose elements are not known may have folders below a path: by what stands before its first parameter. */
export function mayRead({ object }: FileObject, path: string): boolean {
  const spec = ["spec", "template", "spec"];
  const below = `${posix.normalize(path).replace(/^\/+|\/+$/g, "")}/`;
  const starts = sourcesIn(object, spec).flatMap((at) => textAt(object, ...at, "path")?.split("{{")[0] ?? []);
  return (
    starts.length === 0 ||
    starts.some((start) => start.startsWith(below) || below.startsWith(start.replace(/^(\.?\/)+/, ""))) ||
    isPatched(object, "source", "sources", "path")
  );
}
