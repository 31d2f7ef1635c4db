import { join, posix, relative } from "node:path";
import type { KubernetesObject } from "../../../mesh/mesh";
import { identity } from "../../../objects/kubernetes-object";
import type { EngineName } from "../../../order/result";
import type { Reader } from "../../../rules/rule";
import { statsAt } from "../../../source/read-text";
import type { Building } from "../../check/kustomize/buildings";
import type { FileObject } from "../../check/read-objects";
import { readingsOf } from "../../check/readings";
import type { Found } from "../input/found";
import { buildingsIn, type Origin, pathOf } from "../input/origin";
import { engineByKind, type MeshEngine } from "./engines";

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
}

/** Something that applies parts of the mesh, with these. */
export interface Applied {
  readonly applier: Applier;
  readonly objects: readonly KubernetesObject[];
}

/** What applies an object today, and all of those whose folder is in the input. */
export interface Appliers {
  readonly of: (found: Found) => readonly Applier[];
  readonly read: ReadonlySet<KubernetesObject>;
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
  readonly others: readonly Found[];
  readonly namespaces: readonly Found[];
}

interface Surroundings extends Origin {
  /** What is applied from where in the tree around the inputs. */
  readonly around: readonly FileObject[];
  /** By source: the HelmReleases that install it. */
  readonly releases: ReadonlyMap<string, readonly KubernetesObject[]>;
}

/** Tells who applies an object of the input. Of a pipe or a cluster nobody can tell: their objects have no file that something reads. */
export function appliersOf(
  { deliveries, istios, others, namespaces }: Appliable,
  { around, releases, ...origin }: Surroundings,
): Appliers {
  if (releases.size === 0 && ![...deliveries, ...around].some(({ object }) => engineByKind(object)))
    return { of: () => [], read: new Set() };
  const placed = ({ object, place: { file } }: Found): FileObject => ({
    object,
    file: pathOf(file, origin),
    shown: file,
  });
  const isInFile = ({ live, place }: Found) => !live && place.file !== "<stdin>";
  const inputObjects = [...deliveries, ...istios, ...others, ...namespaces].filter(isInFile).map(placed);
  const known = new Set(inputObjects.map(({ object }) => identity(object)));
  const all = [...inputObjects, ...around.filter(({ object }) => !known.has(identity(object)))];
  const built = buildingsIn(origin);
  const { readBy, readers } = readingsOf(built, all);
  return {
    of: (found) =>
      isInFile(found)
        ? [
            ...(releases.get(found.place.file) ?? []).map((by) => installer(by, found, origin)),
            ...readBy(placed(found)).flatMap((one) => applier(one, built, origin.io.cwd)),
          ]
        : [],
    read: new Set(readers.flatMap(({ by, folders: theirs }) => (theirs.length > 0 ? by.object : []))),
  };
}

function installer(by: KubernetesObject, { place: { file } }: Found, { folders }: Origin): Applier {
  const chart = folders.get(file) ?? file;
  return { by, engine: "flux", folders: [chart], sources: chart, helm: "installs" };
}

function applier({ by: { object }, folders }: Reader, built: readonly Building[], cwd: string): readonly Applier[] {
  const engine = engineByKind(object);
  if (!engine) return [];
  const shown = (path: string) => relative(cwd, path) || ".";
  const listed = built.filter(({ file }) => folders.includes(file.folder)).flatMap(({ resources }) => [...resources]);
  const sources = commonFolder([...folders, ...listed.filter((one) => one.startsWith("/"))]);
  const isChart = folders.some((folder) => statsAt(join(folder, "Chart.yaml"))?.isFile());
  return [
    { by: object, engine, folders: folders.map(shown), sources: shown(sources), ...(isChart && { helm: "builds" }) },
  ];
}

/** The deepest folder that is above all of these paths, or one of them. */
function commonFolder(paths: readonly string[]): string {
  const isAbove = (folder: string) => paths.every((one) => one === folder || one.startsWith(`${folder}/`));
  let folder = paths[0] ?? "/";
  while (folder !== "/" && !isAbove(folder)) folder = posix.dirname(folder);
  return folder;
}
