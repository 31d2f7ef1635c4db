import { existsSync } from "node:fs";
import { posix } from "node:path";
import { type Finding, finding, type Place } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";

import { listAt, textAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { kustomizationNamesBelow } from "../../../repository/kustomizations/kustomization-files";
import { pathText } from "../../../schemas/problem";
import { readTextFile } from "../../../source/read-text";
import { parseYamlDocuments } from "../../../source/yaml-source";

/**
 * Keys that are there twice in a patch, or in a kustomization itself (KUS001): kustomize takes one of the two and says nothing (seen with that of kubectl 1.32: the first
 * in a patch that is merged, the last elsewhere). In a manifest kustomize and kubectl refuse it, which is said where that is read.
 */
export function duplicateKeys(
  files: readonly KustomizationFile[],
  paths: readonly string[],
  cwd: string,
): readonly Finding[] {
  const known = new Set(files.map(({ shown }) => shown));
  const unread = paths.flatMap((path) => kustomizationNamesBelow(path, cwd)).filter(({ shown }) => !known.has(shown));
  return [
    ...unread.flatMap(({ file, shown }) => duplicatesIn(() => readTextFile(file, shown), shown)),
    ...files.flatMap((file) => patchTexts(file).flatMap(({ text, shown, at }) => duplicatesIn(text, shown, at))),
  ];
}

interface PatchText {
  readonly text: () => string;
  readonly shown: string;
  /** Where it is written, in place. @default in a file of its own */
  readonly at?: Place;
}

function patchTexts(file: KustomizationFile): readonly PatchText[] {
  return ["patches", "patchesStrategicMerge", "patchesJson6902"].flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index): PatchText[] => {
      const inline = typeof entry === "string" && entry.includes("\n") ? entry : textAt(entry, "patch");
      if (inline !== undefined) {
        const at = file.source.locate(typeof entry === "string" ? [list, index] : [list, index, "patch"]);
        return [{ text: () => inline, shown: file.shown, at }];
      }
      const path = typeof entry === "string" ? entry : textAt(entry, "path");
      const absolute = path === undefined ? undefined : posix.resolve(file.folder, path);
      if (path === undefined || absolute === undefined || !existsSync(absolute)) return [];
      const shown = posix.join(posix.dirname(file.shown), path);
      return [{ text: () => readTextFile(absolute, shown), shown }];
    }),
  );
}

function duplicatesIn(text: () => string, shown: string, at?: Place): readonly Finding[] {
  try {
    const read = text();
    if (!read.includes("{{")) parseYamlDocuments(read, shown);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.flatMap(({ message, place, path = [] }) => {
      if (!message.startsWith("duplicate key; ")) return [];
      return [
        finding("KUS001", {
          ...((at ?? place) && { place: at ?? place }),
          message: `${pathText(path)} is there twice: kustomize takes one of the two, and what stands in the other is lost without a word`,
          hint: "Make one of them.",
        }),
      ];
    });
  }
}
