import { listAt } from "../../../objects/object-paths";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { arePerCluster } from "../../../repository/objects/cluster-folders";
import type { FileObject } from "../../../repository/objects/file-object";
import type { OverlayChanges } from "../../../repository/patches/overlay-changes";
import { sameCluster } from "../../../rules/engines/readers";
import type { CheckedObject } from "../../../rules/rule";

/** Who builds what, seen from one overlay. */
export interface View {
  readonly top: Building;
  /** An object as it is built beside the overlay; the object itself where nobody changes it, or several do, each in its way. */
  readonly built: (one: FileObject) => FileObject | undefined;
  /** Who builds an object here: the overlay itself, or one beside it. */
  readonly builder: (one: FileObject) => Building | undefined;
  /** Whether an object as it is built is what is applied: nobody else builds it here, and nothing of that is left to kustomize. */
  readonly isFinal: (one: FileObject) => boolean;
  /** Whether several overlays beside this one build an object, each in its way: in no cluster are all of them. */
  readonly isOfSeveral: (one: FileObject) => boolean;
  /** Whether an object is only of alternatives: overlays of the same base, or of another cluster. */
  readonly isElsewhere: (one: FileObject) => boolean;
}

/**
 * What stands beside an overlay of those of the same cluster is built with it.
 * @param isIdle what nobody applies to its cluster in this state
 */
export function viewOf(
  own: OverlayChanges,
  all: readonly OverlayChanges[],
  isIdle: (one: FileObject) => boolean = () => false,
): View {
  const { top } = own;
  const alternatives = new Set(all.filter((it) => it !== own && areAlternatives(it.top, top)));
  // `operator/west` goes with `overlays/west`, and `clusters/west/operator` with `clusters/west/mesh`.
  const isCalledTheirs = callsTheirs(
    [...alternatives].flatMap((it) =>
      areOfFolders(it.top, top) ? [wordsOf(top.file.folder, it.top.file.folder)] : [],
    ),
  );
  // And so do the engine's objects of a cluster, where they are what makes its mesh another one.
  const home = top.reader?.by.file;
  const homeOf = (it: OverlayChanges) => it.top.reader?.by.file;
  const isReadAsTheirs = callsTheirs([...alternatives].map((it) => wordsOf(home, homeOf(it))));
  const isTheirs = (it: OverlayChanges) =>
    alternatives.has(it) ||
    isCalledTheirs(partsBeyond(top.file.folder, it.top.file.folder)) ||
    isReadAsTheirs(partsBeyond(home, homeOf(it))) ||
    (top.reader && it.top.reader && sameCluster(top.reader, it.top.reader) === false);
  const others = all.filter((it) => it !== own && isTheirs(it));
  const beside = all.filter((it) => it !== own && !isTheirs(it));
  const [ourReaders, theirReaders] = [readersOf([own, ...beside]), readersOf(others)];
  return {
    top,
    built: (one) => {
      if (own.of.has(one)) return own.of.get(one);
      if (top.names.has(one.file)) return one;
      const [only, second] = beside.filter((it) => it.top.names.has(one.file));
      return only && !second && only.of.has(one) ? only.of.get(one) : one;
    },
    // What it changes without building it is its cluster's operator.
    builder: (one) => (own.of.has(one) ? top : [own, ...beside].find((it) => it.top.names.has(one.file))?.top),
    isFinal: (one) => {
      const [only, second] = own.top.names.has(one.file) ? [own] : beside.filter((it) => it.top.names.has(one.file));
      return only !== undefined && !second && !only.unsure.has(one) && !only.top.reached.some(isOpen);
    },
    isOfSeveral: ({ file }) => !top.names.has(file) && beside.filter((it) => it.top.names.has(file)).length > 1,
    isElsewhere: (one) => {
      const { file } = one;
      const isOf = (it: OverlayChanges) => it.top.names.has(file);
      if (isOf(own)) return false;
      if (isIdle(one)) return true;
      if (beside.some(isOf)) return false;
      // What lies beside another overlay is meant for that, although it may have been forgotten.
      const isIn = ({ top: { file: other } }: OverlayChanges) =>
        file.startsWith(`${other.folder}/`) && !`${top.file.folder}/`.startsWith(`${other.folder}/`);
      if (others.some((it) => isOf(it) || isIn(it))) return true;
      // And so does what stands in a folder of that name without a kustomization.
      if (isCalledTheirs(partsBeyond(top.file.folder, file)) || isReadAsTheirs(partsBeyond(home, file))) return true;
      return home !== undefined && theirReaders.has(one) && !ourReaders.has(one);
    },
  };
}

/** Whether a kustomization writes what only kustomize can tell. */
function isOpen({ source: { value } }: KustomizationFile): boolean {
  return ["vars", "transformers"].some((list) => listAt(value, list).length > 0);
}

function readersOf(some: readonly OverlayChanges[]): ReadonlySet<CheckedObject> {
  return new Set(some.flatMap((it) => it.top.reader?.by ?? []));
}

/** Whether some folders are called after another cluster, by what tells the two apart. */
function callsTheirs(words: readonly (readonly (readonly string[])[])[]): (folders: readonly string[]) => boolean {
  const [ours, theirs] = [
    new Set(words.flatMap(([one]) => one ?? [])),
    new Set(words.flatMap(([, other]) => other ?? [])),
  ];
  return (folders) => !folders.some((folder) => ours.has(folder)) && folders.some((folder) => theirs.has(folder));
}

/** What tells two paths apart: the first folder of each that the other one has not; nothing where one is in the other. */
function wordsOf(one: string | undefined, other: string | undefined): readonly (readonly string[])[] {
  const [[own], [its]] = [partsBeyond(other, one), partsBeyond(one, other)];
  return own === undefined || its === undefined ? [[], []] : [[own], [its]];
}

/** The folders, and the file, of a path from where another one leads elsewhere. */
function partsBeyond(other: string | undefined, path: string | undefined): readonly string[] {
  if (other === undefined || path === undefined) return [];
  const [above, parts] = [other.split("/"), path.split("/")];
  const from = parts.findIndex((part, index) => part !== above[index]);
  return from < 0 ? [] : parts.slice(from);
}

/** Whether two overlays are never built together: for two clusters, or of one base. */
export function areAlternatives(a: Building, b: Building): boolean {
  return arePerCluster(a.reader?.by.file, b.reader?.by.file) || areOfFolders(a, b);
}

/** The same, as their own folders tell: what two clusters read of one repository need not be called after them. */
function areOfFolders(a: Building, b: Building): boolean {
  if (arePerCluster(`${a.file.folder}/.`, `${b.file.folder}/.`)) return true;
  for (const name of a.names) if (b.names.has(name)) return true;
  return false;
}
