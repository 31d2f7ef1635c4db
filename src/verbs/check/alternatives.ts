import { posix } from "node:path";
import { findReaders, nearestReaders, sameCluster } from "../../rules/readers";
import type { CheckedObject, ManifestSet, Reader } from "../../rules/rule";
import { listAt } from "../../source/object-paths";
import { arePerCluster, areVariants } from "./cluster-folders";
import { fetchedInto } from "./fetched";
import type { KustomizationFile } from "./kustomization-file";
import { reach } from "./kustomizations";
import type { FileObject } from "./read-objects";
import { mayWrite } from "./written-fields";

/** Who builds and who applies what: what rules ask of folders that they do not see themselves. */
export type Readings = Required<Pick<ManifestSet, "apart" | "together" | "readBy" | "fetches" | "writes">>;

/** A kustomization with all that it builds. */
export interface Building {
  readonly file: KustomizationFile;
  /** The kustomizations that it is made of, itself first. */
  readonly reached: readonly KustomizationFile[];
  readonly names: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
}

/** What every kustomization of some folders builds. */
export function buildingsOf(files: readonly KustomizationFile[]): readonly Building[] {
  const folders = new Map(files.map((one) => [one.folder, one]));
  return files.map((file) => {
    const reached = reach(file, folders);
    return {
      file,
      reached,
      names: new Set(reached.flatMap(({ named }) => [...named])),
      resources: new Set(reached.flatMap(resourcesOf)),
    };
  });
}

/** Those that no other one builds on. */
export function topsOf(built: readonly Building[]): readonly Building[] {
  const below = new Set(built.flatMap(({ reached }) => reached.slice(1)));
  return built.filter(({ file }) => !below.has(file));
}

/**
 * Who applies what. Overlays of one base are alternatives: `overlays/dev` and `overlays/prod` are for two clusters, or two times. Where one
 * kustomization builds both, or they have nothing in common, both are applied; so they are where an engine applies both to one cluster.
 */
export function readingsOf(built: readonly Building[], objects: readonly FileObject[]): Readings {
  const fetched = fetchedInto(built, objects);
  const readers = findReaders(
    objects,
    built.map(({ file }) => file.folder),
  );
  const buildersOf = ({ file }: CheckedObject) =>
    file === undefined ? [] : built.filter(({ names }) => names.has(file));
  const readBy = (one: CheckedObject): readonly Reader[] => {
    if (readers.length === 0 || one.file === undefined) return [];
    const folders = [one.file, ...buildersOf(one).map(({ file }) => file.folder)];
    return [...new Set(folders.flatMap((folder) => nearestReaders(folder, readers)))];
  };
  const isLeftOut = ({ file }: CheckedObject) =>
    file !== undefined && built.some((one) => one.file.hasList && one.file.folder === posix.dirname(file));
  return {
    readBy,
    fetches: (namespace) => fetched.has(namespace),
    writes: (one, field) =>
      mayWrite([...new Set(buildersOf(one).flatMap(({ reached }) => reached))], one.object, field),
    together: (a, b) => {
      if (a.file !== undefined && a.file === b.file) return true;
      const others = buildersOf(b);
      if (buildersOf(a).some((one) => others.includes(one))) return true;
      return readBy(a).some((one) => readBy(b).some((other) => one === other || sameCluster(one, other)));
    },
    apart: (a, b) => {
      const [ones, others] = [buildersOf(a), buildersOf(b)];
      if (ones.some((one) => others.includes(one))) return false;
      // Nobody applies what a kustomization beside it leaves out, but by hand.
      if ((ones.length === 0 && isLeftOut(a)) || (others.length === 0 && isLeftOut(b))) return true;
      const same = readBy(a).flatMap((one) => readBy(b).map((other) => one === other || sameCluster(one, other)));
      if (same.includes(true)) return false;
      if (same.length > 0 && !same.includes(undefined)) return true;
      if (arePerCluster(a.file, b.file)) return true;
      if (ones.length > 0 && others.length > 0 && areVariants(a.file, b.file)) return true;
      return ones.some((one) =>
        others.some(({ resources }) => [...one.resources].some((resource) => resources.has(resource))),
      );
    },
  };
}

/** What a kustomization builds on: absolute paths, and addresses as they are written. */
function resourcesOf({ folder, source }: KustomizationFile): readonly string[] {
  return ["resources", "bases"].flatMap((list) =>
    listAt(source.value, list).flatMap((entry) =>
      typeof entry !== "string" ? [] : [entry.includes("://") ? entry : posix.resolve(folder, entry)],
    ),
  );
}
