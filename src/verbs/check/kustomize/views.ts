import { listAt } from "../../../objects/object-paths";
import { arePerCluster } from "../cluster-folders";
import type { FileObject } from "../read-objects";
import type { Building } from "./buildings";
import type { KustomizationFile } from "./file";
import type { OverlayChanges } from "./overlay-changes";

/** Who builds what, seen from one overlay. */
export interface View {
  readonly top: Building;
  /** An object as it is built beside the overlay; the object itself where nobody changes it, or several do, each in its way. */
  readonly built: (one: FileObject) => FileObject | undefined;
  /** Who builds an object here: the overlay itself, or one beside it. */
  readonly builder: (one: FileObject) => Building | undefined;
  /** Whether an object as it is built is what is applied: nobody else builds it here, and nothing of that is left to kustomize. */
  readonly isFinal: (one: FileObject) => boolean;
  /** Whether an object is only of alternatives: overlays of the same base, or of another cluster. */
  readonly isElsewhere: (one: FileObject) => boolean;
}

/** What stands beside an overlay of those of the same cluster is built with it. */
export function viewOf(own: OverlayChanges, all: readonly OverlayChanges[]): View {
  const { top } = own;
  const alternatives = new Set(all.filter((it) => it !== own && areAlternatives(it.top, top)));
  const words = [...alternatives].map((it) => wordsOf(top, it.top));
  const [ours, theirs] = [new Set(words.flatMap(([one]) => one)), new Set(words.flatMap(([, other]) => other))];
  // `operator/west` goes with `overlays/west`, and `clusters/west/operator` with `clusters/west/mesh`.
  const isCalledTheirs = (folders: readonly string[]) =>
    !folders.some((folder) => ours.has(folder)) && folders.some((folder) => theirs.has(folder));
  const isTheirs = (it: OverlayChanges) =>
    alternatives.has(it) || isCalledTheirs(partsBeyond(top.file.folder, it.top.file.folder));
  const others = all.filter((it) => it !== own && isTheirs(it));
  const beside = all.filter((it) => it !== own && !isTheirs(it));
  return {
    top,
    built: (one) => {
      if (own.of.has(one)) return own.of.get(one);
      if (top.names.has(one.file)) return one;
      const [only, second] = beside.filter((it) => it.top.names.has(one.file));
      return only && !second && only.of.has(one) ? only.of.get(one) : one;
    },
    builder: ({ file }) => [own, ...beside].find((it) => it.top.names.has(file))?.top,
    isFinal: (one) => {
      const [only, second] = own.top.names.has(one.file) ? [own] : beside.filter((it) => it.top.names.has(one.file));
      return only !== undefined && !second && !only.unsure.has(one) && !only.top.reached.some(isOpen);
    },
    isElsewhere: ({ file }) => {
      const isOf = (it: OverlayChanges) => it.top.names.has(file);
      if (isOf(own) || beside.some(isOf)) return false;
      // What lies beside another overlay is meant for that, although it may have been forgotten.
      const isIn = ({ top: { file: other } }: OverlayChanges) =>
        file.startsWith(`${other.folder}/`) && !`${top.file.folder}/`.startsWith(`${other.folder}/`);
      if (others.some((it) => isOf(it) || isIn(it))) return true;
      // And so does what stands in a folder of that name without a kustomization.
      return isCalledTheirs(partsBeyond(top.file.folder, file));
    },
  };
}

/** Whether a kustomization writes what only kustomize can tell. */
function isOpen({ source: { value } }: KustomizationFile): boolean {
  return ["vars", "transformers"].some((list) => listAt(value, list).length > 0);
}

/** What tells two overlays apart: the first folder of each that the other one has not; nothing where one is in the other. */
function wordsOf(one: Building, other: Building): readonly (readonly string[])[] {
  const [own] = partsBeyond(other.file.folder, one.file.folder);
  const [its] = partsBeyond(one.file.folder, other.file.folder);
  return own === undefined || its === undefined ? [[], []] : [[own], [its]];
}

/** The folders, and the file, of a path from where another one leads elsewhere. */
function partsBeyond(other: string, path: string): readonly string[] {
  const [above, parts] = [other.split("/"), path.split("/")];
  const from = parts.findIndex((part, index) => part !== above[index]);
  return from < 0 ? [] : parts.slice(from);
}

/** Whether two overlays are never built together: for two clusters, or of one base. */
export function areAlternatives(a: Building, b: Building): boolean {
  if (arePerCluster(`${a.file.folder}/.`, `${b.file.folder}/.`) || arePerCluster(a.by, b.by)) return true;
  for (const name of a.names) if (b.names.has(name)) return true;
  return false;
}
