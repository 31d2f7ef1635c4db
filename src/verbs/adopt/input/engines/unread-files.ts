import { relative, resolve } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { apiGroup, identity, objectId } from "../../../../objects/kubernetes-object";
import { isKustomization } from "../../../../repository/engine-reads/paths";
import { isUnit, whyLeftOut } from "../../../../repository/readers/directories";
import type { ManifestIo } from "../../../../source/manifests";
import type { OnNote } from "../input-files";
import { unlistedBy } from "../unlisted-files";
import type { Change } from "./changes";
import { objectsIn, ownOf, type Sources } from "./sources";

interface Surroundings {
  readonly changes: readonly Change[];
  /** What says who applies what is looked at wherever it stands. */
  readonly engineFiles: ReadonlySet<string>;
  readonly inputs: readonly string[];
  readonly io: ManifestIo;
  readonly onNote: OnNote;
  /** Folders of which it was told that nothing applies them. @default none */
  readonly told?: readonly string[];
}

interface Unread {
  readonly file: string;
  /** Whether it was asked for by its name or that of a folder around it. */
  readonly isNamed: boolean;
  readonly change: Change;
  readonly why: NonNullable<ReturnType<typeof whyLeftOut>> | "kustomization";
}

/**
 * The sources without the files that an Application leaves out of its folder, where nobody else reads them: they are not what runs. A file is taken all the same
 * where it was asked for by name, and where nothing else holds that part of the mesh.
 */
export function withoutUnread(sources: Sources, surroundings: Surroundings): Sources {
  const { changes, inputs, io, onNote, told = [] } = surroundings;
  const paths = inputs.map((one) => resolve(io.cwd, one));
  const mayBeUnlisted = ({ folder }: Change) =>
    paths.some((one) => one.startsWith(`${folder}/`)) && isKustomization(folder);
  if (!changes.some((one) => one.directory !== undefined || mayBeUnlisted(one))) return sources;
  const isUnlisted = unlistedBy(io);
  const all = [...new Set(sources.files)].flatMap(
    (file) => unread(file, sources, { ...surroundings, isUnlisted }) ?? [],
  );
  const named = all.filter(({ isNamed }) => isNamed);
  if (named.length > 0)
    onNote(
      `taken as you name it, although nothing here applies it: ${firstFew(named.map((one) => toldOf(one, sources, io.cwd)))}`,
    );
  const out = all.filter(({ isNamed }) => !isNamed);
  if (out.length === 0) return sources;
  const names = new Set(out.map(({ file }) => file));
  const parts = out.map(({ file }) => objectsIn([file], sources, io).filter(isPart).map(identity));
  const rest = parts.some((one) => one.length > 0) ? sources.files.filter((file) => !names.has(file)) : [];
  const known = new Set(objectsIn(rest, sources, io).filter(isPart).map(identity));
  const isTold = ({ file }: Unread) => told.some((one) => resolve(io.cwd, file).startsWith(`${resolve(io.cwd, one)}/`));
  const isKept = (index: number) => parts[index]?.some((one) => !known.has(one)) === true;
  for (const [word, some] of [
    ["left out, as nothing here applies it", out.filter((one, index) => !isKept(index) && !isTold(one))],
    ["taken, although nothing here applies it", out.filter((_, index) => isKept(index))],
  ] as const)
    if (some.length > 0) onNote(`${word}: ${firstFew(some.map((one) => toldOf(one, sources, io.cwd)))}`);
  const left = new Set(out.flatMap(({ file }, index) => (isKept(index) ? [] : [file])));
  return { ...sources, files: sources.files.filter((file) => !left.has(file)) };
}

function unread(
  file: string,
  sources: Sources,
  { changes, engineFiles, inputs, io, isUnlisted }: Surroundings & Unlisted,
): Unread | undefined {
  // Of what a tool made, the folder that it was made of is read, or is not.
  const built = sources.texts.has(file) ? sources.folders.get(file) : undefined;
  if (file === "-" || (sources.texts.has(file) && built === undefined) || engineFiles.has(file)) return undefined;
  const path = resolve(io.cwd, built ?? file);
  const at = { file: path };
  const told = changes.flatMap((change): readonly Told[] => {
    if (!path.startsWith(`${change.folder}/`)) return [];
    if (change.directory !== undefined && built !== undefined) return [];
    if (change.directory !== undefined) return [{ file, change, why: whyLeftOut(at, change.folder, change.directory) }];
    return isUnlisted(path, change.folder) ? [{ file, change, why: "kustomization" }] : [];
  });
  const [first] = told;
  if (!first || (built !== undefined && !isKustomization(path))) return undefined;
  if (told.some(({ why, change }) => why === undefined || isUnit(path, change.folder))) return undefined;
  const isNamed = inputs.some((one) => {
    const input = resolve(io.cwd, one);
    return (path === input || path.startsWith(`${input}/`)) && input.startsWith(`${first.change.folder}/`);
  });
  const isRead = (change: Change) =>
    change.directory === undefined && ownOf(change.folder, sources, [], io.cwd).includes(file);
  return changes.some(isRead) ? undefined : ({ ...first, isNamed } as Unread);
}

interface Told {
  readonly file: string;
  readonly change: Change;
  readonly why: Unread["why"] | undefined;
}

interface Unlisted {
  readonly isUnlisted: (file: string, folder: string) => boolean;
}

function isPart(object: Parameters<typeof apiGroup>[0]): boolean {
  return apiGroup(object) === "sailoperator.io";
}

function toldOf({ file, change: { by, folder }, why }: Unread, { folders }: Sources, cwd: string): string {
  const shown = relative(cwd, folder) || ".";
  const reason = {
    kustomization: `builds ${shown}, whose kustomization does not list it`,
    recurse: `goes into no folders below ${shown}`,
    exclude: `leaves it out of ${shown} by directory.exclude`,
    include: `does not take it by directory.include`,
  }[why];
  return `${folders.get(file) ?? file} (${objectId(by.object)} ${reason})`;
}
