import { posix } from "node:path";
import { listAt, textAt } from "../../objects/object-paths";
import type { Reader } from "../../rules/rule";
import type { FileObject } from "../objects/file-object";
import type { KustomizationFile } from "./file";
import { reach } from "./kustomization-files";

/** A kustomization with all that it builds. */
export interface Building {
  readonly file: KustomizationFile;
  /** The kustomizations that it is made of, itself first. */
  readonly reached: readonly KustomizationFile[];
  readonly names: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
  /** Whose engine builds it with changes of its own. @default kustomize does, as the folder says */
  readonly reader?: Reader;
  /** What that puts where variables stand. @default what all who apply an object put there */
  readonly fill?: (one: FileObject) => FileObject;
}

/** What every kustomization of some folders builds. */
export function buildingsOf(files: readonly KustomizationFile[]): readonly Building[] {
  const folders = new Map(files.map((one) => [one.folder, one]));
  return files.map((file) => {
    const reached = reach(file, folders);
    return {
      file,
      reached,
      names: new Set(reached.flatMap(({ named }) => [...named])),
      resources: new Set(reached.flatMap(resourcesOf)),
    };
  });
}

/** Those that no other one builds on. */
export function topsOf(built: readonly Building[]): readonly Building[] {
  const below = new Set(built.flatMap(({ reached }) => reached.slice(1)));
  return built.filter(({ file }) => !below.has(file));
}

/** Those that are applied: the tops, and what names its own namespace, although others make variants of it. */
export function appliedOf(built: readonly Building[]): readonly Building[] {
  const tops = new Set(topsOf(built));
  const isBuiltOn = (one: Building) => built.some((it) => it.reader && it.reached.includes(one.file));
  return built.filter(
    (one) => tops.has(one) || (textAt(one.file.source.value, "namespace") !== undefined && !isBuiltOn(one)),
  );
}

/** What a kustomization builds on: absolute paths, and addresses as they are written. */
function resourcesOf({ folder, source }: KustomizationFile): readonly string[] {
  return ["resources", "bases"].flatMap((list) =>
    listAt(source.value, list).flatMap((entry) =>
      typeof entry !== "string" ? [] : [entry.includes("://") ? entry : posix.resolve(folder, entry)],
    ),
  );
}
