import { posix } from "node:path";
import { oncePer, oncePerText } from "../../../basics/once-per";
import type { KubernetesObject } from "../../../mesh/mesh";
import { isFolder } from "../../../repository/engine-reads/paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { withGitFiles } from "../../../repository/objects/git-files";
import { withoutUnbuilt } from "../../../repository/patches/built-engines";
import { readingsOf } from "../../../repository/readers/readings";
import { nearestReaders } from "../../../rules/engines/readers";
import type { Reader } from "../../../rules/rule";
import { clusterServers } from "../input/engines/argo-settings";
import { topOf } from "../input/engines/changes";
import { withAround } from "../input/engines/with-around";
import type { Found } from "../input/found";
import type { RefsOf } from "../input/git-refs";
import { buildingsIn, type Origin, pathOf } from "../input/origin";
import { remotesOf } from "../input/remotes";
import { type Applier, applier, installer, namedAlone, type Reading } from "./applier";
import { destinationIn } from "./destinations";
import type { EngineEvidence } from "./engine-evidence";
import { engineByKind, type MeshEngine } from "./engines";
import { markedAppliers } from "./marked-appliers";
import { type OpenReader, openSet, unknownSet } from "./open-sets";
import { passedOver } from "./passed-over";
import { rootReaders } from "./root-readers";
import type { Tracking } from "./tracking";

/** What applies an object today, and all of those whose folder is in the input. */
export interface Appliers {
  readonly of: (found: Found) => readonly Applier[];
  readonly read: ReadonlySet<KubernetesObject>;
  /** Sets that may read any folder: which ones, only their generators know. */
  readonly open: readonly KubernetesObject[];
  /** Whether a folder is applied as it stands. */
  readonly isRead: (folder: string) => boolean;
}

/** What an input shows of who applies it. */
export interface Delivered {
  /** What engines apply, and from where: it stays with whoever delivers. */
  readonly deliveries: readonly Found[];
  readonly engine?: MeshEngine;
  /** What it says of engines beside the objects of the mesh. */
  readonly engines: EngineEvidence;
  /** How its Argo CD knows objects again. */
  readonly tracking?: Tracking;
  readonly appliers: Appliers;
  /** What is known of the branches that they read. */
  readonly refs: RefsOf;
}

/** Objects of the input whose files something may read. */
interface Appliable {
  readonly deliveries: readonly Found[];
  readonly istios: readonly Found[];
  readonly cnis: readonly Found[];
  readonly ztunnels: readonly Found[];
  readonly revisions: readonly Found[];
  readonly namespaces: readonly Found[];
  readonly subscriptions: readonly Found[];
  readonly waypoints: readonly Found[];
  readonly others: readonly Found[];
  readonly engines: EngineEvidence;
}

interface Surroundings extends Origin {
  /** What is applied from where in the tree around the inputs. */
  readonly around: readonly FileObject[];
  /** By source: the HelmReleases that install it. */
  readonly releases: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** What applies something of the repository that a pipe is read in. */
  readonly besidePipe: readonly KubernetesObject[];
}

/**
 * Tells who applies an object of the input. Those of a pipe or a cluster have no file that something reads: of them their marks tell, and so they do of a dump in a
 * file that nobody reads.
 */
export function appliersOf(taken: Appliable, { around, releases, besidePipe, ...origin }: Surroundings): Appliers {
  const { deliveries } = taken;
  const settings = [...around, ...deliveries, ...taken.others].map(({ object }) => object);
  const lore = { servers: clusterServers(settings), top: topOf(origin.inputs, origin.io.cwd) };
  const engines = [...[...deliveries, ...around].map(({ object }) => object), ...besidePipe];
  const markedBy = markedAppliers({ objects: engines, evidence: taken.engines }, lore);
  if (releases.size === 0 && ![...deliveries, ...around].some(({ object }) => engineByKind(object)))
    return { of: markedBy, read: new Set(), open: [], isRead: () => false };
  const placed = ({ object, place: { file } }: Found): FileObject =>
    withGitFiles({ object, file: pathOf(file, origin), shown: file });
  const isInFile = ({ live, place }: Found) => !live && place.file !== "<stdin>";
  const written = partsOf(taken).filter(isInFile).map(placed);
  const inputObjects = withoutUnbuilt(written, around);
  // In a fleet each cluster has one of the same name: whoever reads the same folder for another cluster is a further one.
  const all = withAround(inputObjects, around, origin);
  const built = buildingsIn(origin);
  const known = readingsOf(built, all, { remotes: remotesOf(topOf(origin.inputs, origin.io.cwd)) });
  // Of those that read all of a repository rootReaders tells more: under which condition.
  const readers = known.readers.filter(({ isWhole }) => isWhole !== true);
  const reading = readers.flatMap(({ by, folders }) => (folders.length > 0 ? (by as FileObject) : []));
  const ofReaders = new Set(reading.map(({ object }) => object));
  const sets = all.flatMap((one) => openSet(one) ?? (ofReaders.has(one.object) ? undefined : unknownSet(one)) ?? []);
  const open = [...sets, ...rootReaders(all)];
  const isPassedOver = passedOver(origin);
  const nearest = oncePerText((start) => nearestOf(start, readers, open, isPassedOver(start)));
  const startsOf = (file: string) => [
    file,
    ...built.filter(({ names }) => names.has(file)).map((one) => one.file.folder),
  ];
  const applying = oncePerText((file): readonly Applier[] => {
    const found = new Set(startsOf(file).flatMap(nearest));
    return [...found].flatMap((one) => applier(one, built, origin.io.cwd, lore));
  });
  const piped = namedAlone(deliveries, lore);
  const unbuilt = written.filter((one) => withoutUnbuilt([one], reading).length === 0);
  return {
    of: (found) => {
      const marked = markedBy(found);
      if (!isInFile(found)) return marked.length > 0 || found.live ? marked : piped;
      const installing = releases.get(found.place.file) ?? [];
      const byFile = [...installing.map((by) => installer(by, found, origin, lore)), ...applying(placed(found).file)];
      return byFile.length > 0 ? byFile : marked;
    },
    read: new Set([...reading, ...unbuilt].map(({ object }) => object)),
    isRead: (folder) =>
      readers.some(({ folders }) => folders.includes(folder)) ||
      open.some(({ reads }) => reads(folder, folder) !== undefined),
    open: open.flatMap(({ by, readsAny }) => (readsAny ? by : [])),
  };
}

function partsOf(taken: Appliable): readonly Found[] {
  const { deliveries, istios, cnis, ztunnels, revisions, namespaces, subscriptions, waypoints, others } = taken;
  return [
    ...[...deliveries, ...istios, ...cnis, ...ztunnels, ...revisions],
    ...[...namespaces, ...subscriptions, ...waypoints, ...others],
  ];
}

/** Those whose folder is nearest above a file or a folder, first those of which all is known. */
function nearestOf(
  start: string,
  readers: readonly Reader[],
  open: readonly OpenReader[],
  isPassedOver: (by: Reader) => boolean,
): readonly Reading[] {
  const known = nearestReaders(start, readers).filter((one) => !isPassedOver(one));
  const isKnownAt = (folder: string) => known.some(({ folders }) => folders.includes(folder));
  for (let at = start; !isKnownAt(at); at = posix.dirname(at)) {
    // A file of the name that a template may have is no folder.
    const found = (isFolder(at) ? open : []).flatMap((one): readonly Reading[] => {
      const reading = one.reads(at, start);
      return reading ? [{ ...reading, folders: [at] }] : [];
    });
    if (found.length > 0) return found;
    if (posix.dirname(at) === at) break;
  }
  return known.map(readingOf);
}

/** One for each reader, however often it is asked for. */
const readingOf = oncePer(({ by: { object }, folders, from, cluster: { address, home } }: Reader): Reading => {
  const read = { by: object, folders, home, ...(from !== undefined && { from }) };
  if (object.kind !== "ApplicationSet") return read;
  return { ...read, destination: destinationIn(object, () => address) };
});
