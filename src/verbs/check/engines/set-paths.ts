import { posix } from "node:path";
import type { MeshPath } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { elementsOf } from "../../../rules/engines/set-elements";
import { filled, isOpen, languageOf } from "../../../rules/engines/set-templates";
import type { FileObject } from "../read-objects";

/** A folder that an ApplicationSet names. */
export interface SetPath {
  readonly path: string;
  /** Where that is written. */
  readonly at: MeshPath;
  /** The source or the generator that it is read from. */
  readonly source: MeshPath;
  /** The path of the template, where an element of a list fills it in. */
  readonly template?: MeshPath;
}

/** The folders of its Applications, filled in for each element of a list; what others fill in stays open. */
export function templatePaths({ object, file }: FileObject): readonly SetPath[] {
  const elements = elementsOf(object, { root: posix.dirname(file), folders: new Set() });
  return sourcesIn(object, ["spec", "template", "spec"]).flatMap((source): readonly SetPath[] => {
    const at = [...source, "path"];
    const text = textAt(object, ...at);
    // Another repository or branch for each of them has other folders.
    const isOne = ["repoURL", "targetRevision"].every((key) => !isOpen(textAt(object, ...source, key) ?? ""));
    if (text === undefined || !isOne) return [];
    const known = elements.flatMap((element) => {
      const path = filled(text, element.parameters, languageOf(object));
      return isOpen(path) || !element.at ? [] : [{ path, at: element.at, source, template: at }];
    });
    return isOpen(text) && known.length > 0 ? known : [{ path: text, at, source }];
  });
}

/** The patterns of folders among which its generators look, those that others combine included. */
export function generatorPaths(object: unknown, at: MeshPath = ["spec", "generators"]): readonly SetPath[] {
  return listAt(object, ...at).flatMap((one, index) => {
    const source = [...at, index, "git"];
    const named = ["directories", "files"].flatMap((list) =>
      listAt(one, "git", list).flatMap((entry, place): readonly SetPath[] => {
        const path = textAt(entry, "path");
        if (path === undefined || valueAt(entry, "exclude") === true) return [];
        // Of a file, the folder that it is in.
        const folder = list === "files" && !path.includes("*") ? posix.dirname(path) : path;
        return [{ path: folder, at: [...source, list, place, "path"], source }];
      }),
    );
    const inside = ["matrix", "merge"].flatMap((key) => generatorPaths(object, [...at, index, key, "generators"]));
    return [...named, ...inside];
  });
}
