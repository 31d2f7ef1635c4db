import { identity, kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { directoriesOf, whyLeftOut } from "../../../repository/readers/directories";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { findReaders } from "../../../rules/engines/readers";
import { fewOf } from "../../../rules/rule";

/** What nobody applies, and what people should know of it. */
export interface SetAside {
  readonly isAside: (one: FileObject) => boolean;
  readonly notes: readonly string[];
}

/**
 * Objects that an Application leaves out by a pattern while it applies others of the same names: drafts, and what was before. Whatever is wrong with them hurts
 * no mesh.
 */
export function setAside(objects: readonly FileObject[], kustomizations: readonly KustomizationFile[]): SetAside {
  if (!objects.some(hasPattern)) return nothingAside;
  const named = new Set(kustomizations.flatMap((one) => [...one.named]));
  const readers = findReaders(
    objects,
    kustomizations.map(({ folder }) => folder),
  );
  const aside = new Set(
    readers.flatMap((reader) =>
      directoriesOf(reader).flatMap(({ folder, at, by }) => {
        const others = readers.filter((one) => one.by !== by).flatMap((one) => one.folders);
        const own = objects.filter(({ file }) => file.startsWith(`${folder}/`));
        const told = own.map((one) => ({ one, why: whyLeftOut(one, folder, valueAt(by.object, ...at, "directory")) }));
        const read = new Set(told.flatMap(({ one, why }) => (why === undefined ? [identity(one.object)] : [])));
        const isApplied = ({ file }: FileObject) =>
          named.has(file) || others.some((other) => file.startsWith(`${other}/`));
        return told.flatMap(({ one, why }) =>
          why === "exclude" && read.has(identity(one.object)) && !isApplied(one) ? [one] : [],
        );
      }),
    ),
  );
  if (aside.size === 0) return nothingAside;
  const { shown } = fewOf([...aside].map((one) => one.shown));
  // Overlays and engines make others of them.
  const keys = new Set([...aside].map(keyOf));
  return {
    isAside: (one) => keys.has(keyOf(one)),
    notes: [
      `not judged: ${shown}: directory.exclude of an Application leaves it out, and others of the same names are applied`,
    ],
  };
}

const nothingAside: SetAside = { isAside: () => false, notes: [] };

function keyOf({ file, object }: FileObject): string {
  return `${file} ${identity(object)}`;
}

function hasPattern({ object }: FileObject): boolean {
  return (
    kindOf(object) === "argoproj.io/Application" &&
    sourcesIn(object).some((at) => textAt(object, ...at, "directory", "exclude") !== undefined)
  );
}
