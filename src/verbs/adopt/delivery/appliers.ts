import { join, posix, relative } from "node:path";
import { oncePer, oncePerText } from "../../../basics/once-per";
import type { KubernetesObject } from "../../../mesh/mesh";
import { identity } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import type { EngineName } from "../../../order/result";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { withoutUnbuilt } from "../../../repository/patches/built-engines";
import { readingsOf } from "../../../repository/readers/readings";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { nearestReaders } from "../../../rules/engines/readers";
import type { Reader } from "../../../rules/rule";
import { operatorChart } from "../../../rules/versions/charts";
import { statsAt } from "../../../source/read-text";
import type { Found } from "../input/found";
import { buildingsIn, type Origin, pathOf } from "../input/origin";
import type { Condition } from "./conditions";
import { type Destination, destinationIn } from "./destinations";
import { engineByKind, type MeshEngine } from "./engines";
import { type OpenReader, openSet, unknownSet } from "./open-sets";
import { rootReaders } from "./root-readers";

/** What applies an object today, where that is in the input: an Application, an ApplicationSet or a Kustomization of Flux. */
export interface Applier {
  readonly by: KubernetesObject;
  readonly engine: EngineName;
  /** What it reads, as the user would write it. */
  readonly folders: readonly string[];
  /** A folder with all that these are built from: of an overlay, its base as well. */
  readonly sources: string;
  /** Helm builds it from a chart: for Argo CD, or to install it, so that it deletes what a later release no longer has. @default it does not */
  readonly helm?: "builds" | "installs";
  /** The cluster to which a set brings it, where nothing in the set says it outright. */
  readonly destination?: Destination;
  /** What has to be so for it to be applied, where that cannot be told here. */
  readonly condition?: Condition;
}

/** One that applies parts of the mesh, from as many folders as it reads them. */
export interface Applied extends Pick<Applier, "by" | "engine"> {
  readonly from: readonly { readonly applier: Applier; readonly object: KubernetesObject }[];
}

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
  readonly appliers: Appliers;
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
}

interface Surroundings extends Origin {
  /** What is applied from where in the tree around the inputs. */
  readonly around: readonly FileObject[];
  /** By source: the HelmReleases that install it. */
  readonly releases: ReadonlyMap<string, readonly KubernetesObject[]>;
}

/** Tells who applies an object of the input. Of a pipe or a cluster nobody can tell: their objects have no file that something reads. */
export function appliersOf(taken: Appliable, { around, releases, ...origin }: Surroundings): Appliers {
  const { deliveries } = taken;
  if (releases.size === 0 && ![...deliveries, ...around].some(({ object }) => engineByKind(object)))
    return { of: () => [], read: new Set(), open: [], isRead: () => false };
  const placed = ({ object, place: { file } }: Found): FileObject => ({
    object,
    file: pathOf(file, origin),
    shown: file,
  });
  const isInFile = ({ live, place }: Found) => !live && place.file !== "<stdin>";
  const written = partsOf(taken).filter(isInFile).map(placed);
  const inputObjects = withoutUnbuilt(written, around);
  const known = new Set(inputObjects.map(({ object }) => identity(object)));
  const all = [...inputObjects, ...around.filter(({ object }) => !known.has(identity(object)))];
  const built = buildingsIn(origin);
  const { readers } = readingsOf(built, all);
  const isKnown = ({ object }: FileObject) =>
    readers.some(({ by, folders }) => by.object === object && folders.length > 0);
  const sets = all.flatMap((one) => openSet(one) ?? (isKnown(one) ? undefined : unknownSet(one)) ?? []);
  const open = [...sets, ...rootReaders(all)];
  const nearest = oncePerText((start) => nearestOf(start, readers, open));
  const startsOf = (file: string) => [
    file,
    ...built.filter(({ names }) => names.has(file)).map((one) => one.file.folder),
  ];
  const applying = oncePerText((file): readonly Applier[] => {
    const found = new Set(startsOf(file).flatMap(nearest));
    return [...found].flatMap((one) => applier(one, built, origin.io.cwd));
  });
  const piped = namedAlone(deliveries);
  const reading = readers.flatMap(({ by, folders }) => (folders.length > 0 ? (by as FileObject) : []));
  const unbuilt = written.filter((one) => withoutUnbuilt([one], reading).length === 0);
  return {
    of: (found) => {
      if (!isInFile(found)) return found.live ? [] : piped;
      const installing = releases.get(found.place.file) ?? [];
      return [...installing.map((by) => installer(by, found, origin)), ...applying(placed(found).file)];
    },
    read: new Set([...reading, ...unbuilt].map(({ object }) => object)),
    isRead: (folder) =>
      readers.some(({ folders }) => folders.includes(folder)) ||
      open.some(({ reads }) => reads(folder, folder) !== undefined),
    open: open.flatMap(({ by, readsAny }) => (readsAny ? by : [])),
  };
}

function installer(by: KubernetesObject, { place: { file } }: Found, { folders }: Origin): Applier {
  const chart = folders.get(file) ?? file;
  return { by, engine: "flux", folders: [chart], sources: chart, helm: "installs" };
}

/** What came by a pipe has no folder: of one that the user names beside it, it is taken that it brings this. */
function namedAlone(deliveries: readonly Found[]): readonly Applier[] {
  const named = deliveries.flatMap(({ object, place }) =>
    place.file !== "<stdin>" && operatorChart(object) === undefined && engineByKind(object) ? [object] : [],
  );
  const [by, second] = named;
  const engine = by && engineByKind(by);
  if (!by || !engine || second) return [];
  const spec = by.kind === "ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  const paths = [...sourcesIn(by, spec), spec].flatMap((at) => textAt(by, ...at, "path") ?? []);
  const folder = posix.normalize(paths[0] ?? ".");
  const condition = { words: "if", of: "it brings what came by the pipe" };
  return [{ by, engine, folders: [folder], sources: folder, condition }];
}

function partsOf(taken: Appliable): readonly Found[] {
  const { deliveries, istios, cnis, ztunnels, revisions, namespaces, subscriptions, waypoints, others } = taken;
  return [
    ...[...deliveries, ...istios, ...cnis, ...ztunnels, ...revisions],
    ...[...namespaces, ...subscriptions, ...waypoints, ...others],
  ];
}

/** What reads a folder. */
interface Reading extends Pick<Applier, "by" | "destination" | "condition"> {
  readonly folders: readonly string[];
}

/** Those whose folder is nearest above a file or a folder, first those of which all is known. */
function nearestOf(start: string, readers: readonly Reader[], open: readonly OpenReader[]): readonly Reading[] {
  const known = nearestReaders(start, readers);
  const isKnownAt = (folder: string) => known.some(({ folders }) => folders.includes(folder));
  for (let at = start; !isKnownAt(at); at = posix.dirname(at)) {
    const found = open.flatMap((one): readonly Reading[] => {
      const reading = one.reads(at, start);
      return reading ? [{ ...reading, folders: [at] }] : [];
    });
    if (found.length > 0) return found;
    if (posix.dirname(at) === at) break;
  }
  return known.map(readingOf);
}

/** One for each reader, however often it is asked for. */
const readingOf = oncePer(({ by: { object }, folders, cluster: { address } }: Reader): Reading => {
  if (object.kind !== "ApplicationSet") return { by: object, folders };
  return { by: object, folders, destination: destinationIn(object, () => address) };
});

function applier({ by, folders, ...more }: Reading, built: readonly Building[], cwd: string): readonly Applier[] {
  const engine = engineByKind(by);
  if (!engine) return [];
  const shown = (path: string) => relative(cwd, path) || ".";
  const listed = built.filter(({ file }) => folders.includes(file.folder)).flatMap(({ resources }) => [...resources]);
  const sources = commonFolder([...folders, ...listed.filter((one) => one.startsWith("/"))]);
  const isChart = folders.some((folder) => statsAt(join(folder, "Chart.yaml"))?.isFile());
  const how = { ...more, ...(isChart && { helm: "builds" as const }) };
  return [{ by, engine, folders: folders.map(shown), sources: shown(sources), ...how }];
}

/** The deepest folder that is above all of these paths, or one of them. */
function commonFolder(paths: readonly string[]): string {
  const isAbove = (folder: string) => paths.every((one) => one === folder || one.startsWith(`${folder}/`));
  let folder = paths[0] ?? "/";
  while (folder !== "/" && !isAbove(folder)) folder = posix.dirname(folder);
  return folder;
}
