import { relative, resolve } from "node:path";
import { firstFew } from "../../../basics/first-few";
import { apiGroup, objectId } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { type ManifestIo, readManifests } from "../../../source/manifests";
import { statsAt } from "../../../source/read-text";
import { kustomized } from "./build";
import { topOf } from "./engines/changes";
import { kustomizationsBelow } from "./kustomizations";
import { kustomizationOf } from "./listed-files";

/**
 * A base that is named beside the folders of a mesh, and of whose parts overlays make other versions: its own may run nowhere.
 * @param isApplied whether something applies a folder as it stands
 */
export function changedBases(
  inputs: readonly string[],
  io: ManifestIo,
  isApplied: (folder: string) => boolean,
): readonly string[] {
  const folders = inputs.filter((one) => one !== "-" && !io.texts?.has(one) && isFolder(one, io.cwd));
  if (inputs.length < 2 || folders.length === 0) return [];
  const bases = folders.filter((one) => kustomizationOf(one, io.cwd) !== undefined && !isApplied(resolve(io.cwd, one)));
  if (bases.length === 0) return [];
  const top = relative(io.cwd, topOf(folders, io.cwd)) || ".";
  const all = kustomizationsBelow(top, io.cwd).map((one) => ({ ...one, path: resolve(io.cwd, one.folder) }));
  const named = new Set(folders.map((one) => resolve(io.cwd, one)));
  return bases.flatMap((base) => {
    const overlays = all.filter(({ lists, path }) => !named.has(path) && lists.includes(resolve(io.cwd, base)));
    if (overlays.length === 0) return [];
    const own = versionsIn(base, io);
    const changed = overlays.flatMap(({ folder }) =>
      [...versionsIn(folder, io)].flatMap(([id, version]) =>
        own.has(id) && own.get(id) !== version ? [`${folder} makes ${version} of ${id} ${own.get(id)}`] : [],
      ),
    );
    return changed.length === 0
      ? []
      : [`${base} may not be what runs: ${firstFew(changed)}; name the overlay of this cluster in its place`];
  });
}

/** The versions of the parts that a kustomization builds. */
function versionsIn(folder: string, { cwd }: ManifestIo): ReadonlyMap<string, string> {
  const built = kustomized(folder, cwd);
  if (!("text" in built)) return new Map();
  const texts = new Map([[built.name, built.text]]);
  const documents = [...readManifests([built.name], { cwd, texts }, { onSkipped: () => undefined })];
  return new Map(
    documents.flatMap(({ object }) => {
      const version = apiGroup(object) === "sailoperator.io" ? textAt(object, "spec", "version") : undefined;
      return version === undefined ? [] : [[objectId(object), version] as const];
    }),
  );
}

function isFolder(path: string, cwd: string): boolean {
  return statsAt(resolve(cwd, path))?.isDirectory() ?? false;
}
