import { existsSync } from "node:fs";
import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import { type Finding, finding, type MeshPath, type Severity } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { listAt, wordOf } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { lists, reach } from "../../../repository/kustomizations/kustomization-files";
import type { FileObject } from "../../../repository/objects/file-object";
import type { YamlSource } from "../../../source/yaml-source";
import { otherThanListed, otherVersion } from "./components";
import { doubled } from "./doubled";
import { kustomizationEdits } from "./edits";
import { kustomizationFaults } from "./faults";
import { hashedNames } from "./hashed-names";
import { lossOfFile } from "./left-out";
import { filesOutside } from "./outside-root";
import { withoutNamespace } from "./without-namespace";

/**
 * What kustomizations list and is not there, what they leave out (KUS001), and what they build without a namespace (NS008).
 * @param others those that meshstep has not written: what it carries goes where its own delivery says
 * @param read folders that somebody applies by themselves
 */
export function kustomizationFindings(
  files: readonly KustomizationFile[],
  objects: readonly FileObject[],
  others: readonly FileObject[] = objects,
  read: ReadonlySet<string> = new Set(),
): readonly Finding[] {
  const named = new Set(files.flatMap((one) => [...one.named]));
  const folders = new Map(files.map((one) => [one.folder, one]));
  const byFile = grouped([...objects.entries()], ([, one]) => one.file);
  const built = files.map((file) => ({ file, objects: builtBy(file, folders, byFile) }));
  return [
    ...withoutNamespace(built, others),
    ...doubled(built.map((one) => one.objects)),
    ...filesOutside(files, objects),
    ...hashedNames(built, (one) => reach(one, folders)),
    ...built.flatMap(({ file: one, objects: below }) => [
      ...missing(one),
      ...otherThanListed(one, folders),
      ...otherVersion(one),
      ...kustomizationFaults(one, objects, below, reach(one, folders)),
      ...kustomizationEdits(one, below, reach(one, folders)),
      ...circle(one, folders),
    ]),
    ...leftOutFiles(objects, folders, named),
    ...leftOutFolders(files, new Set([...named, ...read])),
  ];
}

function builtBy(
  one: KustomizationFile,
  folders: ReadonlyMap<string, KustomizationFile>,
  byFile: ReadonlyMap<string, readonly (readonly [index: number, one: FileObject])[]>,
): readonly FileObject[] {
  const named = new Set(reach(one, folders).flatMap((each) => [...each.named]));
  const found = [...named].flatMap((file) => byFile.get(file) ?? []);
  return found.sort(([a], [b]) => a - b).map(([, object]) => object);
}

/** One that lists a folder which comes back to it. */
function circle(one: KustomizationFile, folders: ReadonlyMap<string, KustomizationFile>): readonly Finding[] {
  const resources = listAt(one.source.value, "resources");
  return resources.flatMap((entry, index) => {
    const next = folders.get(posix.resolve(one.folder, wordOf(entry)));
    if (!next || !reach(next, folders).includes(one)) return [];
    // Of two that list each other it is said of the one that lists what is above it, or, side by side, of the first.
    const isAbove = `${one.folder}/`.startsWith(`${next.folder}/`);
    const isBelow = `${next.folder}/`.startsWith(`${one.folder}/`);
    if (isBelow || (!isAbove && one.folder > next.folder)) return [];
    return [
      said(
        one.source,
        ["resources", index],
        `resources names ${entry}, which lists this folder: kustomize refuses a circle`,
      ),
    ];
  });
}

/** Files that a kustomization lists, and that are not there. */
function missing({ folder, source }: KustomizationFile): readonly Finding[] {
  return lists.flatMap((list) => {
    const entries = (Object(source.value) as Record<string, unknown>)[list];
    return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown, index) => {
      if (typeof entry !== "string" || isRemote(entry) || existsSync(posix.resolve(folder, entry))) return [];
      return [said(source, [list, index], `${list} names ${entry}, which is not there`)];
    });
  });
}

/** An address, a repository, or objects written down in place. */
function isRemote(entry: string): boolean {
  return /:\/\/|^git@|[?\n]|^[\w-]+\.(com|org|io|net)\//.test(entry);
}

function leftOutFiles(
  objects: readonly FileObject[],
  folders: ReadonlyMap<string, KustomizationFile>,
  named: ReadonlySet<string>,
): readonly Finding[] {
  const seen = new Set<string>();
  return objects.flatMap(({ object, file, locate }) => {
    const owner = folders.get(posix.dirname(file));
    if (!owner?.hasList || named.has(file) || seen.has(file)) return [];
    seen.add(file);
    const message = `${posix.basename(file)} stands beside ${owner.shown} and is not in its resources: kustomize leaves it out${lossOfFile(file, objects, (one) => named.has(one.file))}`;
    const place = locate && { place: locate([]) };
    // It may be there for people who apply it by hand.
    return [finding("KUS001", { object: objectId(object), message, severity: "warning", ...place })];
  });
}

/** Of folders below one that lists some of them, those that nobody lists or applies. */
function leftOutFolders(files: readonly KustomizationFile[], taken: ReadonlySet<string>): readonly Finding[] {
  const byParent = grouped(files, ({ folder }) => posix.dirname(folder));
  return files.flatMap((parent) => {
    const below = byParent.get(parent.folder) ?? [];
    if (!below.some((one) => parent.named.has(one.folder))) return [];
    return below
      .filter((one) => !taken.has(one.folder))
      .map((one) =>
        said(
          parent.source,
          ["resources"],
          `${posix.basename(one.folder)}/ has a kustomization and is not in resources: kustomize leaves it out`,
          "warning",
        ),
      );
  });
}

function said(source: YamlSource, path: MeshPath, message: string, severity?: Severity): Finding {
  return finding("KUS001", { message, place: source.locate(path), ...(severity && { severity }) });
}
