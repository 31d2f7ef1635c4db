import { posix } from "node:path";
import type { Finding } from "../../../findings/finding";
import { gitGenerator } from "../../../findings/pages/targets";
import { kindOf } from "../../../objects/kubernetes-object";
import { rootsOf } from "../../../repository/engine-reads/paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { isIn } from "../../../repository/readers/named-paths";
import { type GitPattern, gitPatterns } from "../../../repository/readers/set-paths";
import { about } from "../../../rules/rule";

/**
 * Patterns of git generators that match nothing, though the folder that they begin in is here (DEL011): the set makes no Application of
 * them. A warning, because another repository may have a folder of that name.
 */
export function idlePatterns(objects: readonly FileObject[]): readonly Finding[] {
  return objects
    .filter(({ object }) => kindOf(object) === "argoproj.io/ApplicationSet")
    .flatMap((one) => gitPatterns(one.object).flatMap((pattern) => idle(one, pattern)));
}

function idle(one: FileObject, { at, text: written, of }: GitPattern): readonly Finding[] {
  // What a parameter fills in is not known.
  if (written.includes("{{")) return [];
  const text = posix.normalize(written);
  const what = of === "files" ? "file" : "folder";
  const start = text.slice(0, text.search(/[*?[]|$/)).replace(/[^/]*$/, "");
  const roots = rootsOf(one.file).filter((root) => start !== "" && isIn(root, start));
  if (roots.length === 0 || roots.some((root) => found(root, text, what).length > 0)) return [];
  const near = roots.flatMap((root) => found(root, posix.join(posix.dirname(text), "*"), what)).slice(0, few);
  return [
    about("DEL011", one, {
      at,
      severity: "warning",
      citation: gitGenerator,
      message: `no ${what} of ${start} is matched by ${text}: no Application is made from it`,
      ...(near.length > 0 && { hint: `There ${near.length > 1 ? "are" : "is"}: ${near.join(", ")}.` }),
    }),
  ];
}

const few = 3;

/** Without new globbing, a star of the files generator goes over slashes: what either way of reading finds, is found. */
function found(root: string, pattern: string, what: "file" | "folder"): readonly string[] {
  // Loaded here, because most repositories have no ApplicationSet.
  const { globSync } = require("tinyglobby") as typeof import("tinyglobby");
  const wide = what === "file" ? [pattern, pattern.replaceAll("*", "**/*")] : [pattern];
  return globSync(wide, {
    cwd: root,
    onlyDirectories: what === "folder",
    ignore: ["**/.git/**"],
    expandDirectories: false,
  })
    .map((path) => path.replace(/\/$/, ""))
    .sort();
}
