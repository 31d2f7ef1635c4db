import { identity, kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { directoriesOf, whyLeftOut } from "../../../repository/readers/directories";
import { findReaders } from "../../../rules/engines/readers";
import { fewOf } from "../../../rules/rule";
import { isAside } from "./aside-names";

/** What nobody applies, and what people should know of it. */
export interface SetAside {
  readonly isAside: (one: FileObject) => boolean;
  readonly notes: readonly string[];
}

/**
 * Objects that an Application leaves out, by a pattern or as it does not go into the folder below, while it applies others: of the same names, or beside a folder of
 * examples or of what is switched off. Whatever is wrong with them hurts no mesh.
 */
export function setAside(objects: readonly FileObject[], kustomizations: readonly KustomizationFile[]): SetAside {
  if (!objects.some(isApplication)) return nothingAside;
  // What a set makes of folders need not be seen here.
  const ways = objects.some(({ object }) => object.kind === "ApplicationSet") ? ["exclude"] : ["exclude", "recurse"];
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
        const isOf = placedBy(textAt(by.object, "spec", "destination", "namespace"));
        const read = new Set(told.flatMap(({ one, why }) => (why === undefined ? [isOf(one)] : [])));
        const isApplied = ({ file }: FileObject) =>
          named.has(file) || others.some((other) => file.startsWith(`${other}/`));
        return told.flatMap(({ one, why }) =>
          why !== undefined &&
          ways.includes(why) &&
          (read.has(isOf(one)) || (read.size > 0 && isAside(one.file, folder))) &&
          !isApplied(one)
            ? [one]
            : [],
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
    notes: [`not judged: ${shown}: an Application leaves it out, and applies others`],
  };
}

const nothingAside: SetAside = { isAside: () => false, notes: [] };

/** What an object is called where those that name no namespace go to one. */
function placedBy(namespace: string | undefined) {
  return ({ object }: FileObject): string =>
    identity(namespace === undefined ? object : { ...object, metadata: { namespace, ...object.metadata } });
}

function keyOf({ file, object }: FileObject): string {
  return `${file} ${identity(object)}`;
}

function isApplication({ object }: FileObject): boolean {
  return kindOf(object) === "argoproj.io/Application";
}
