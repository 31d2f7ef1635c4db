import { posix } from "node:path";
import { oncePerText } from "../../basics/once-per";
import { valueAt } from "../../objects/object-paths";
import { findReaders, nearestReaders, sameCluster } from "../../rules/engines/readers";
import { goesBelow } from "../../rules/engines/whole-readers";
import type { CheckedObject, ManifestSet, Reader } from "../../rules/rule";
import type { Building } from "../kustomizations/buildings";
import { clashesIn } from "../kustomizations/clashes";
import { fetchedInto } from "../kustomizations/fetched";
import type { KustomizationFile } from "../kustomizations/file";
import { writtenBy } from "../kustomizations/written-fields";
import { arePerCluster, areVariants } from "../objects/cluster-folders";
import type { FileObject } from "../objects/file-object";
import { areOfTwoRoots } from "../objects/two-roots";

/** Who builds and who applies what: what rules ask of folders that they do not see themselves. */
export type Readings = Required<
  Pick<
    ManifestSet,
    "apart" | "together" | "builtApart" | "readBy" | "readers" | "fetches" | "writes" | "renames" | "clashes"
  >
>;

function fileOf({ folder, shown }: KustomizationFile): string {
  return posix.join(folder, posix.basename(shown));
}

function isRenaming({ source }: KustomizationFile): boolean {
  return ["namePrefix", "nameSuffix", "configurations"].some((key) => valueAt(source.value, key) !== undefined);
}

/**
 * Who applies what. Overlays of one base are alternatives: `overlays/dev` and `overlays/prod` are for two clusters, or two times. Where one
 * kustomization builds both, or they have nothing in common, both are applied; so they are where an engine applies both to one cluster.
 * @param engines objects of engines that are built to something else, and to what
 * @param remotes addresses of this repository, as far as they are known
 */
export function readingsOf(
  built: readonly Building[],
  objects: readonly FileObject[],
  {
    engines = new Map(),
    remotes = [],
  }: { readonly engines?: ReadonlyMap<FileObject, FileObject>; readonly remotes?: readonly string[] } = {},
): Readings {
  const fetched = fetchedInto(built, objects);
  const fetchesAny = built.some(({ file }) => file.fetches);
  const raw = new Map<CheckedObject, FileObject>([...engines].map(([one, made]) => [made, one]));
  const readers = findReaders(
    objects.map((one) => engines.get(one) ?? one),
    built.map(({ file }) => file.folder),
    remotes,
  ).map((reader) => {
    const by = raw.get(reader.by);
    return by ? { ...reader, by, applied: reader.by } : reader;
  });
  const buildersOfFile = oncePerText((file) =>
    // What a kustomization renders has no file of its own, and stands for it.
    built.filter(({ names, reached }) => names.has(file) || reached.some((each) => fileOf(each) === file)),
  );
  const buildersOf = ({ file }: CheckedObject) => (file === undefined ? [] : buildersOfFile(file));
  const writersOf = oncePerText((file) =>
    writtenBy([...new Set(buildersOfFile(file).flatMap(({ reached }) => reached))]),
  );
  const takes = ({ isWhole, by, folders: [top] }: Reader, one: CheckedObject) => {
    if (!isWhole || top === undefined || one.file === undefined) return true;
    if (built.some(({ file }) => file.folder === top)) return buildersOf(one).some(({ file }) => file.folder === top);
    return goesBelow(by) || posix.dirname(one.file) === top;
  };
  const readBy = (one: CheckedObject): readonly Reader[] => {
    if (readers.length === 0 || one.file === undefined) return [];
    const folders = [one.file, ...buildersOf(one).map(({ file }) => file.folder)];
    return [...new Set(folders.flatMap((folder) => nearestReaders(folder, readers)))].filter((it) => takes(it, one));
  };
  const isLeftOut = ({ file }: CheckedObject) =>
    file !== undefined && built.some((one) => one.file.hasList && one.file.folder === posix.dirname(file));
  return {
    readBy,
    readers,
    fetches: (namespace) => (namespace === undefined ? fetchesAny : fetched.has(namespace)),
    writes: ({ file, object }, field) => file !== undefined && writersOf(file)(object.kind, field),
    renames: (one) => buildersOf(one).some(({ reached }) => reached.some(isRenaming)),
    clashes: clashesIn(
      built.map(({ file }) => file),
      objects,
    ),
    together: (a, b) => {
      if (a.file !== undefined && a.file === b.file) return true;
      const others = buildersOf(b);
      if (buildersOf(a).some((one) => others.includes(one))) return true;
      return readBy(a).some((one) => readBy(b).some((other) => one === other || sameCluster(one, other)));
    },
    builtApart: (a, b) => {
      const [ones, others] = [buildersOf(a), buildersOf(b)];
      return ones.length > 0 && others.length > 0 && !ones.some((one) => others.includes(one));
    },
    apart: (a, b) => {
      const [ones, others] = [buildersOf(a), buildersOf(b)];
      if (ones.some((one) => others.includes(one))) return false;
      // Nobody applies what a kustomization beside it leaves out, but by hand.
      if ((ones.length === 0 && isLeftOut(a)) || (others.length === 0 && isLeftOut(b))) return true;
      const same = readBy(a).flatMap((one) => readBy(b).map((other) => one === other || sameCluster(one, other)));
      if (same.includes(true)) return false;
      if (same.length > 0 && !same.includes(undefined)) return true;
      if (arePerCluster(a.file, b.file) || areOfTwoRoots(a, b, { readers, readBy })) return true;
      if (ones.length > 0 && others.length > 0 && areVariants(a.file, b.file)) return true;
      return ones.some((one) =>
        others.some(({ resources }) => [...one.resources].some((resource) => resources.has(resource))),
      );
    },
  };
}
