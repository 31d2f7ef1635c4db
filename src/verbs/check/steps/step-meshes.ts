import { posix } from "node:path";
import { type MeshObjects, splitMeshes } from "../../../repository/meshes/split-meshes";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import type { OfOneCluster } from "../../../repository/readers/one-cluster";

/** A mesh before and as it becomes. */
export interface MeshPair {
  /** Its folder, from where both states begin; empty where there is one mesh alone. */
  readonly folder: string;
  /** The same, as the user would write it. */
  readonly label: string;
  /** @default the mesh is new */
  readonly before?: readonly FileObject[];
  readonly after: readonly FileObject[];
  /** The parts of the other meshes after the step. */
  readonly beside: readonly FileObject[];
}

/** The meshes of a state by their folders, and those that are no more. */
export interface MeshPairs {
  readonly pairs: readonly MeshPair[];
  readonly gone: readonly MeshObjects[];
}

/**
 * The meshes of a repository, each with its own state before. One that stood alone and has got company is known by its folder as well.
 * @param before undefined where nothing tells what it was
 * @param roots where the folders of both states begin, so that they can be compared
 * @param ones what is of one mesh in each of them, wherever it stands
 */
export function meshesOfStep(
  before: readonly FileObject[] | undefined,
  after: readonly FileObject[],
  roots: readonly [string, string],
  ones: readonly OfOneCluster[] = [],
): MeshPairs {
  const is = byFolder(after, roots[1], ones[1]);
  if (!before) return { pairs: pairsIn(is, () => undefined), gone: [] };
  const was = byFolder(before, roots[0], ones[0]);
  const [only] = was.values();
  const old = was.size < 2 ? among(before, roots[0], [...is.keys()]) : was;
  const now = is.size < 2 ? among(after, roots[1], [...was.keys()]) : is;
  // What is split up into folders comes from what stood outside of them.
  const pairs = pairsIn(now, (folder) => old.get(folder) ?? (old.has("") ? only : undefined));
  const left = [...old].filter(([folder]) => folder !== "" && !now.has(folder));
  return { pairs, gone: now.has("") ? [] : left.map(([folder, mesh]) => ({ ...mesh, folder })) };
}

function pairsIn(now: MeshesByFolder, fromOf: (folder: string) => MeshObjects | undefined): readonly MeshPair[] {
  const sails = [...now.values()].flatMap(({ objects }) => objects.filter(isSail));
  return [...now].map(([folder, { label, objects }]): MeshPair => {
    const own = new Set(objects);
    const from = fromOf(folder);
    const beside = sails.filter((one) => !own.has(one));
    return { folder, label, ...(from && { before: from.objects }), after: objects, beside };
  });
}

type MeshesByFolder = ReadonlyMap<string, MeshObjects>;

function byFolder(objects: readonly FileObject[], root: string, isOne?: OfOneCluster): MeshesByFolder {
  const name = ({ folder }: MeshObjects) => (folder === "" ? "" : posix.relative(root, folder));
  return new Map(splitMeshes(objects, isOne).map((one) => [name(one), one]));
}

/** A mesh that stands alone, by the one of some folders that holds all of it. */
function among(objects: readonly FileObject[], root: string, folders: readonly string[]): MeshesByFolder {
  const folderOf = ({ file }: FileObject) =>
    folders.find((folder) => folder !== "" && `${posix.relative(root, file)}/`.startsWith(`${folder}/`)) ?? "";
  const [folder = "", second] = new Set(objects.filter(isSail).map(folderOf));
  if (folder === "" || second !== undefined) return new Map([["", { label: "", folder: "", objects }]]);
  const own = objects.filter((one) => ["", folder].includes(folderOf(one)));
  return new Map([[folder, { label: "", folder, objects: own }]]);
}
