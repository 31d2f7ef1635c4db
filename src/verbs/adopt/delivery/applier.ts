import { join, posix, relative } from "node:path";
import type { KubernetesObject } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import type { EngineName } from "../../../order/result";
import type { Building } from "../../../repository/kustomizations/buildings";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { operatorChart } from "../../../rules/versions/charts";
import { statsAt } from "../../../source/read-text";
import type { Found } from "../input/found";
import type { Origin } from "../input/origin";
import { type Cluster, type ClusterLore, clusterOf } from "./clusters";
import type { Condition } from "./conditions";
import type { Destination } from "./destinations";
import { engineByKind } from "./engines";

/** What applies an object today, where that is in the input: an Application, an ApplicationSet or a Kustomization of Flux. */
export interface Applier {
  readonly by: KubernetesObject;
  readonly engine: EngineName;
  /** What it reads, as the user would write it. */
  readonly folders: readonly string[];
  /** A folder with all that these are built from: of an overlay, its base as well. @default not known */
  readonly sources?: string;
  /** Helm builds it from a chart: for Argo CD, or to install it, so that it deletes what a later release no longer has. @default it does not */
  readonly helm?: "builds" | "installs";
  /** The cluster to which a set brings it, where nothing in the set says it outright. */
  readonly destination?: Destination;
  /** The same as what is known of it; also of what says it outright. */
  readonly cluster: Cluster;
  /** What has to be so for it to be applied, where that cannot be told here. */
  readonly condition?: Condition;
  /** The repository that it reads, where that is known. */
  readonly from?: string;
  /** The annotation or label of the object that says so. */
  readonly mark?: string;
  /** The Application, where a set has made it. */
  readonly made?: KubernetesObject;
  /** Only its name is known. */
  readonly isUnseen?: true;
  /** Others that read the same folder, for other clusters. @default nobody that is known */
  readonly besides?: readonly KubernetesObject[];
}

/** One that applies parts of the mesh, from as many folders as it reads them. */
export interface Applied extends Pick<Applier, "by" | "engine"> {
  readonly from: readonly Part[];
}

/** What one of them applies. */
interface Part {
  readonly applier: Applier;
  readonly object: KubernetesObject;
  /** Read from a cluster. */
  readonly live: boolean;
}

/** What reads a folder. */
export interface Reading extends Pick<Applier, "by" | "destination" | "condition" | "from"> {
  /** The folder that it stands in itself. */
  readonly home: string;
  readonly folders: readonly string[];
}

/** What reads a folder, as whoever applies what stands there. */
export function applier(
  { by, folders, home, ...more }: Reading,
  built: readonly Building[],
  cwd: string,
  lore: ClusterLore,
): readonly Applier[] {
  const engine = engineByKind(by);
  if (!engine) return [];
  const shown = (path: string) => relative(cwd, path) || ".";
  const listed = built.filter(({ file }) => folders.includes(file.folder)).flatMap(({ resources }) => [...resources]);
  const sources = commonFolder([...folders, ...listed.filter((one) => one.startsWith("/"))]);
  const isChart = folders.some((folder) => statsAt(join(folder, "Chart.yaml"))?.isFile());
  const cluster = clusterOf({ by, engine, ...more }, home, lore);
  const how = { ...more, cluster, ...(isChart && { helm: "builds" as const }) };
  return [{ by, engine, folders: folders.map(shown), sources: shown(sources), ...how }];
}

/** The deepest folder that is above all of these paths, or one of them. */
function commonFolder(paths: readonly string[]): string {
  const isAbove = (folder: string) => paths.every((one) => one === folder || one.startsWith(`${folder}/`));
  let folder = paths[0] ?? "/";
  while (folder !== "/" && !isAbove(folder)) folder = posix.dirname(folder);
  return folder;
}

/** A HelmRelease, as whoever applies what it installs. */
export function installer(
  by: KubernetesObject,
  { place: { file } }: Found,
  { folders }: Origin,
  lore: ClusterLore,
): Applier {
  const chart = folders.get(file) ?? file;
  const engine = "flux";
  const cluster = clusterOf({ by, engine }, undefined, lore);
  return { by, engine, cluster, folders: [chart], sources: chart, helm: "installs" };
}

/** What came by a pipe has no folder: of one that the user names beside it, it is taken that it brings this. */
export function namedAlone(deliveries: readonly Found[], lore: ClusterLore): readonly Applier[] {
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
  const cluster = clusterOf({ by, engine }, undefined, lore);
  return [{ by, engine, cluster, folders: [folder], sources: folder, condition }];
}
