import { posix } from "node:path";
import { type KubernetesObject, kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { openFolders } from "../input/engines/open-folders";
import type { Condition } from "./conditions";
import { type Destination, destinationIn } from "./destinations";

/** What is read from a folder only if something is so that is not looked at here. */
export interface OpenReading {
  readonly by: KubernetesObject;
  /** What has to be so; undefined where it is known to be. */
  readonly condition?: Condition;
  readonly destination?: Destination;
  /** The folder that it stands in itself. */
  readonly home: string;
}

/** Something of which nobody here can list what it reads. */
export interface OpenReader {
  readonly by: KubernetesObject;
  /** What it does with a folder. @param start where the object stands that the folder is above of */
  readonly reads: (folder: string, start: string) => OpenReading | undefined;
  /** Whether it may read any folder that there is. */
  readonly readsAny: boolean;
}

/**
 * A set whose generators ask clusters, files or services: the path of its template says which folders it may read. Undefined where all that it reads is
 * known.
 */
export function openSet(one: FileObject): OpenReader | undefined {
  const { object: by, file } = one;
  const folders = openFolders(one);
  if (!folders) return undefined;
  const reads = (folder: string): OpenReading | undefined => {
    const found = folders.at(folder);
    return (
      found && {
        by,
        home: posix.dirname(file),
        condition: { words: "if its generators make an Application of", of: found.inside || "." },
        destination: destinationIn(by, found.fill),
      }
    );
  };
  return { by, reads, readsAny: folders.readsAny };
}

/** A set with paths of which no folder here is known to be one: whatever its generators make of them is left open. */
export function unknownSet({ object }: FileObject): OpenReader | undefined {
  if (kindOf(object) !== "argoproj.io/ApplicationSet") return undefined;
  const hasPath = sourcesIn(object, ["spec", "template", "spec"]).some(
    (at) => textAt(object, ...at, "path") !== undefined,
  );
  return hasPath ? { by: object, reads: () => undefined, readsAny: true } : undefined;
}
