import { relative, resolve } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { apiGroup, identity, objectId } from "../../../../objects/kubernetes-object";
import { isUnit, whyLeftOut } from "../../../../repository/readers/directories";
import type { ManifestIo } from "../../../../source/manifests";
import type { OnNote } from "../input-files";
import type { Change } from "./changes";
import { objectsIn, ownOf, type Sources } from "./sources";

interface Surroundings {
  readonly changes: readonly Change[];
  /** What says who applies what is looked at wherever it stands. */
  readonly engineFiles: ReadonlySet<string>;
  readonly inputs: readonly string[];
  readonly io: ManifestIo;
  readonly onNote: OnNote;
}

interface Unread {
  readonly file: string;
  /** Whether it was asked for by its name or that of a folder around it. */
  readonly isNamed: boolean;
  readonly change: Change;
  readonly why: NonNullable<ReturnType<typeof whyLeftOut>>;
}

/**
 * The sources without the files that an Application leaves out of its folder, where nobody else reads them: they are not what runs. A file is taken all the same
 * where it was asked for by name, and where nothing else holds that part of the mesh.
 */
export function withoutUnread(sources: Sources, surroundings: Surroundings): Sources {
  const { changes, io, onNote } = surroundings;
  if (!changes.some(({ directory }) => directory !== undefined)) return sources;
  const all = [...new Set(sources.files)].flatMap((file) => unread(file, sources, surroundings) ?? []);
  const named = all.filter(({ isNamed }) => isNamed);
  if (named.length > 0)
    onNote(
      `taken as you name it, although nothing here applies it: ${firstFew(named.map((one) => toldOf(one, io.cwd)))}`,
    );
  const out = all.filter(({ isNamed }) => !isNamed);
  if (out.length === 0) return sources;
  const names = new Set(out.map(({ file }) => file));
  const parts = out.map(({ file }) => objectsIn([file], sources, io).filter(isPart).map(identity));
  const rest = parts.some((one) => one.length > 0) ? sources.files.filter((file) => !names.has(file)) : [];
  const known = new Set(objectsIn(rest, sources, io).filter(isPart).map(identity));
  const isKept = (index: number) => parts[index]?.some((one) => !known.has(one)) === true;
  for (const [word, some] of [
    ["left out, as nothing here applies it", out.filter((_, index) => !isKept(index))],
    ["taken, although nothing here applies it", out.filter((_, index) => isKept(index))],
  ] as const)
    if (some.length > 0) onNote(`${word}: ${firstFew(some.map((one) => toldOf(one, io.cwd)))}`);
  const left = new Set(out.flatMap(({ file }, index) => (isKept(index) ? [] : [file])));
  return { ...sources, files: sources.files.filter((file) => !left.has(file)) };
}

function unread(
  file: string,
  sources: Sources,
  { changes, engineFiles, inputs, io }: Surroundings,
): Unread | undefined {
  if (file === "-" || sources.texts.has(file) || engineFiles.has(file)) return undefined;
  const path = resolve(io.cwd, file);
  const at = { file: path };
  const told = changes.flatMap((change) =>
    change.directory !== undefined && path.startsWith(`${change.folder}/`)
      ? [{ file, change, why: whyLeftOut(at, change.folder, change.directory) }]
      : [],
  );
  const [first] = told;
  if (!first || told.some(({ why, change }) => why === undefined || isUnit(path, change.folder))) return undefined;
  const isNamed = inputs.some((one) => {
    const input = resolve(io.cwd, one);
    return (path === input || path.startsWith(`${input}/`)) && input.startsWith(`${first.change.folder}/`);
  });
  const isRead = (change: Change) =>
    change.directory === undefined && ownOf(change.folder, sources, [], io.cwd).includes(file);
  return changes.some(isRead) ? undefined : ({ ...first, isNamed } as Unread);
}

function isPart(object: Parameters<typeof apiGroup>[0]): boolean {
  return apiGroup(object) === "sailoperator.io";
}

function toldOf({ file, change: { by, folder }, why }: Unread, cwd: string): string {
  const shown = relative(cwd, folder) || ".";
  const reason = {
    recurse: `goes into no folders below ${shown}`,
    exclude: `leaves it out of ${shown} by directory.exclude`,
    include: `does not take it by directory.include`,
  }[why];
  return `${file} (${objectId(by.object)} ${reason})`;
}
