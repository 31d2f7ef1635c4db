import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { sourcesIn } from "../../rules/engines/application-sources";
import { elementsOf } from "../../rules/engines/set-elements";
import { filled, isOpen, languageOf } from "../../rules/engines/set-templates";
import type { FileObject } from "../objects/file-object";

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

/** A pattern of a git generator. */
export interface GitPattern {
  readonly text: string;
  readonly of: "directories" | "files";
  readonly at: MeshPath;
  /** The generator. */
  readonly source: MeshPath;
}

/** The patterns of its git generators, those that others combine included; not what they leave out. */
export function gitPatterns(object: unknown, at: MeshPath = ["spec", "generators"]): readonly GitPattern[] {
  return listAt(object, ...at).flatMap((one, index) => {
    const source = [...at, index, "git"];
    const own = (["directories", "files"] as const).flatMap((of) =>
      listAt(one, "git", of).flatMap((entry, place): readonly GitPattern[] => {
        const text = textAt(entry, "path");
        if (text === undefined || valueAt(entry, "exclude") === true) return [];
        return [{ text, of, at: [...source, of, place, "path"], source }];
      }),
    );
    return [...own, ...["matrix", "merge"].flatMap((key) => gitPatterns(object, [...at, index, key, "generators"]))];
  });
}

/** The patterns of folders among which its generators look. */
export function generatorPaths(object: unknown): readonly SetPath[] {
  return gitPatterns(object).map(({ text, of, at, source }) => {
    // Of a file, the folder that it is in.
    const path = of === "files" && !text.includes("*") ? posix.dirname(text) : text;
    return { path, at, source };
  });
}
