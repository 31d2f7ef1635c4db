import { posix, resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import { filesBelow, shownIn } from "../../source/folder-files";
import { kustomizationNames } from "../../source/manifest-object";
import type { ManifestIo } from "../../source/manifests";
import { listAt } from "../../source/object-paths";
import { readTextFile } from "../../source/read-text";
import { parseYamlDocuments } from "../../source/yaml-source";
import { readObjects } from "../check/read-objects";
import { isSail, splitMeshes } from "../check/split-meshes";
import { kustomized } from "./build";
import { kustomizationOf } from "./kustomize";

/**
 * The folders below one, each of which is a state of a mesh of its own: overlays that hold an Istio, else folders that hold the same
 * Istio as others. One or none where the folder is one state.
 */
export function statesBelow(folder: string, io: ManifestIo): readonly string[] {
  if (kustomizationOf(folder, io.cwd) !== undefined) return [];
  const overlays = rootKustomizations(folder, io.cwd).filter((one) => holdsIstio(one, io.cwd));
  if (overlays.length > 1) return overlays;
  const { objects } = readObjects([folder], io);
  if (!objects.some(isSail)) return [];
  return splitMeshes(objects)
    .filter((mesh) => mesh.objects.some(({ object }) => object.kind === "Istio"))
    .map(({ label }) => label);
}

/** Kustomizations that no other one lists. */
function rootKustomizations(folder: string, cwd: string): readonly string[] {
  const found = [...filesBelow(resolve(cwd, folder), folder, /^[Kk]ustomization(\.ya?ml)?$/)]
    .filter((name) => kustomizationNames.includes(posix.basename(name)))
    .map((name) => shownIn(folder, name));
  const listed = new Set(found.flatMap((file) => foldersListed(file, cwd)));
  return found.map((file) => posix.dirname(file)).filter((one) => !listed.has(resolve(cwd, one)));
}

/** Absolute paths. */
function foldersListed(file: string, cwd: string): readonly string[] {
  try {
    const [source] = parseYamlDocuments(readTextFile(resolve(cwd, file), file), file);
    return ["resources", "bases", "components"]
      .flatMap((list) => listAt(source?.value, list))
      .flatMap((entry) => (typeof entry === "string" ? [resolve(cwd, posix.dirname(file), entry)] : []));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** What cannot be built may hold one; whoever chooses it hears why it cannot be adopted. */
function holdsIstio(folder: string, cwd: string): boolean {
  const built = kustomized(folder, cwd);
  return "why" in built || /^kind: Istio$/m.test(built.text);
}
