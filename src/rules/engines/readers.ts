import { posix } from "node:path";
import { grouped } from "../../basics/grouped";
import { oncePer } from "../../basics/once-per";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import type { CheckedObject, ManifestSet, Reader } from "../rule";
import { sourcesIn } from "./application-sources";
import { describedReader } from "./described-readers";
import { clusterAddress } from "./destinations";
import { type Claim, foreignClaims } from "./repositories";
import { isOpen } from "./set-templates";
import { wholeClaims } from "./whole-readers";

/** What is asked of a state to know who applies it. */
export type Read = Pick<ManifestSet, "objects" | "readBy" | "readers">;

/** Whoever is among the manifests and reads some of them. */
export const readersIn = oncePer((objects: readonly CheckedObject[]) => findReaders(objects));

/**
 * The same, where there are folders that hold no object of their own.
 *
 * @param more such folders: those of overlays
 * @param remotes addresses of this repository, as far as they are known
 */
export function findReaders(
  objects: readonly CheckedObject[],
  more: readonly string[] = [],
  remotes: readonly string[] = [],
): readonly Reader[] {
  const found = objects.flatMap((by) => {
    const described = by.file === undefined ? undefined : describedReader(by, objects);
    return by.file === undefined || !described ? [] : [{ by, ...described, home: posix.dirname(by.file) }];
  });
  const folders = found.length > 0 ? foldersOf(objects, more) : new Set<string>();
  const read = found.map((one) => ({
    ...one,
    claims: one.paths.flatMap(({ path, from }): readonly Claim[] => {
      const folder = nearestFolder(one.home, path, folders);
      return folder === undefined ? [] : [{ by: one.by, folder, from }];
    }),
    // An Application each: they know no order among each other.
    made: (one.each?.(one.home, folders) ?? []).map((made) => ({
      ...made,
      claims: made.folders.map((folder) => ({ by: one.by, folder, from: one.from })),
    })),
  }));
  const whole = grouped(wholeClaims(read, folders), ({ by }) => by);
  const isForeign = foreignClaims(
    read.flatMap(({ by, claims, made }) => [
      ...claims,
      ...made.flatMap((each) => each.claims),
      ...(whole.get(by) ?? []),
    ]),
    remotes,
  );
  const own = (claims: readonly Claim[]) => claims.flatMap((one) => (isForeign(one) ? [] : [one.folder]));
  return read.flatMap(({ by, address, each, home, from, claims, made }): readonly Reader[] => {
    const name = `${by.object.kind} ${by.object.metadata.name}`;
    const clusterAt = (text: string) => ({ address: clusterAddress(text), home });
    const more = { by, name, ...(from !== undefined && { from }) };
    if (!each)
      return [
        {
          ...more,
          folders: own([...claims, ...(whole.get(by) ?? [])]),
          cluster: clusterAt(address),
          ...(whole.has(by) && { isWhole: true as const }),
        },
      ];
    return made.flatMap(({ claims: theirs, ...one }) => {
      const left = own(theirs);
      return left.length > 0 ? [{ ...more, ...one, folders: left, cluster: clusterAt(one.address) }] : [];
    });
  });
}

function foldersOf(objects: readonly CheckedObject[], more: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  // Whatever is known has all of its own folders above it.
  for (const start of [...more, ...objects.flatMap(({ file }) => (file === undefined ? [] : [posix.dirname(file)]))]) {
    for (let at = start; !folders.has(at); at = posix.dirname(at)) folders.add(at);
  }
  return folders;
}

/** Where a path leads that begins at the root of the repository, whichever folder above the reader that is. */
function nearestFolder(home: string, path: string, folders: ReadonlySet<string>): string | undefined {
  const inside = posix.normalize(path).replace(/^\/+|\/+$/g, "");
  // Of whoever reads all of a repository nobody can tell where that begins.
  if (inside === "." || inside === "" || inside.startsWith("..")) return undefined;
  for (let root = home; ; root = posix.dirname(root)) {
    const folder = posix.join(root, inside);
    if (folders.has(folder)) return folder;
    if (posix.dirname(root) === root) return undefined;
  }
}

/** The readers whose folder is nearest above a file or a folder. */
export function nearestReaders(path: string, readers: readonly Reader[]): readonly Reader[] {
  const folders = byFolder(readers);
  for (let at = path; ; at = posix.dirname(at)) {
    const found = folders.get(at);
    if (found || posix.dirname(at) === at) return found ?? [];
  }
}

/** An ApplicationSet may make thousands of readers. */
const byFolder = oncePer((readers: readonly Reader[]): ReadonlyMap<string, readonly Reader[]> => {
  const found = new Map<string, Reader[]>();
  for (const reader of readers) {
    for (const folder of new Set(reader.folders)) {
      const members = found.get(folder);
      if (members) members.push(reader);
      else found.set(folder, [reader]);
    }
  }
  return found;
});

/** Who applies a manifest: those that read its folder, or, where a kustomization there builds it from elsewhere, what that says. */
export function readersOf(set: Read, one: CheckedObject): readonly Reader[] {
  if (set.readBy) return set.readBy(one);
  return one.file === undefined ? [] : nearestReaders(one.file, readersIn(set.objects));
}

/** What a reader applies, by its manifest: thousands of objects are asked for their readers once. */
export function appliedBy(set: Read, by: CheckedObject): readonly CheckedObject[] {
  return applied(set).get(by) ?? [];
}

const applied = oncePer((set: Read): ReadonlyMap<CheckedObject, readonly CheckedObject[]> => {
  const found = new Map<CheckedObject, CheckedObject[]>();
  for (const one of set.objects) {
    for (const by of new Set(readersOf(set, one).map((reader) => reader.by))) {
      const members = found.get(by);
      if (members) members.push(one);
      else found.set(by, [one]);
    }
  }
  return found;
});

/** Whether two readers apply to one cluster; undefined where the manifests do not tell. */
export function sameCluster({ cluster: a }: Reader, { cluster: b }: Reader): boolean | undefined {
  // What an ApplicationSet has from elsewhere may be any cluster.
  if (isOpen(a.address) || isOpen(b.address)) return a.address === b.address || undefined;
  if (a.address !== "" && b.address !== "") return a.address === b.address;
  // What stands in one folder is applied to one cluster, which is the own one of its neighbours, and not the one that a neighbour names.
  return a.home === b.home ? a.address === b.address : undefined;
}

/** Whether two manifests are known to be applied by others: then they know no order, and no owner in common. */
export function readApart(set: ManifestSet, a: CheckedObject, b: CheckedObject): boolean {
  const [ones, others] = [readersOf(set, a), readersOf(set, b)];
  if ((ones.length === 0 || others.length === 0) && set.wereApart?.(a, b)) return true;
  // Whoever applies the two, if nobody here does.
  if (ones.length === 0 && others.length === 0) return set.builtApart?.(a, b) === true;
  // What nobody reads is some other Application's where generators take their folders from files or clusters, or where one has lost its folder.
  if (ones.length === 0 || others.length === 0) return readsUnseen(set) || hasLostFolder(set);
  return !ones.some((one) => others.includes(one));
}

/** The same for objects of a state after this one. */
export function apartIn(before: ManifestSet): (a: CheckedObject, b: CheckedObject) => boolean {
  const earlier = new Map(before.objects.map((one) => [identity(one.object), one]));
  return (a, b) => {
    const [one, other] = [a, b].map(({ object }) => earlier.get(identity(object)));
    if (!one || !other || [one, other].some((it) => readersOf(before, it).length === 0)) return false;
    return readApart(before, one, other);
  };
}

/** Whether an ApplicationSet reads folders that nothing here names. */
export function readsUnseen(set: Read): boolean {
  return set.objects.some((by) => kindOf(by.object) === "argoproj.io/ApplicationSet" && !applied(set).has(by));
}

/** Whether an Application names a folder that is not here, of a repository of which others find theirs here. */
const hasLostFolder = oncePer((set: Read): boolean => {
  const readers = set.readers ?? readersIn(set.objects);
  const isOfArgo = ({ by }: Reader) => kindOf(by.object) === "argoproj.io/Application";
  const from = ({ by: { object } }: Reader) =>
    sourcesIn(object).flatMap((at) =>
      textAt(object, ...at, "path") === undefined ? [] : (textAt(object, ...at, "repoURL") ?? []),
    );
  const found = new Set(readers.filter((one) => isOfArgo(one) && one.folders.length > 0).flatMap(from));
  return readers.some((one) => isOfArgo(one) && one.folders.length === 0 && from(one).some((url) => found.has(url)));
});

/** Whether one of two manifests is read by somebody here, and the other by nobody. */
export function halfRead(set: ManifestSet, a: CheckedObject, b: CheckedObject): boolean {
  return (readersOf(set, a).length === 0) !== (readersOf(set, b).length === 0);
}

/** Those of some objects that nobody here applies, where the engines' objects are here and apply others of them: no engine deletes these. */
export function unreadAmong(set: Read, some: readonly CheckedObject[]): readonly CheckedObject[] {
  const unread = some.filter((one) => readersOf(set, one).length === 0);
  return unread.length === some.length || readsUnseen(set) ? [] : unread;
}
