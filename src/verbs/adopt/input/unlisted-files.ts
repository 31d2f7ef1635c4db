import { posix, relative, resolve } from "node:path";
import { firstFew } from "../../../basics/first-few";
import { oncePerText } from "../../../basics/once-per";
import { orElse } from "../../../findings/or-else";
import { apiGroup, type KubernetesObject } from "../../../objects/kubernetes-object";
import { isKustomization, rootsOf } from "../../../repository/engine-reads/paths";
import { isToolFile, isUnit } from "../../../repository/readers/directories";
import { filesBelow, shownIn } from "../../../source/folder-files";
import { type ManifestIo, readManifests } from "../../../source/manifests";
import { readTextFile } from "../../../source/read-text";
import { buildingsIn } from "./origin";
import { isFolder } from "./states";
import { writtenBelow } from "./written";

/**
 * Tells the files below a folder, and the folders of kustomizations, that its own kustomization builds nothing of, all by their absolute paths. One that cannot be
 * read here may list them. A folder of thousands of files is built once.
 */
export function unlistedBy(io: ManifestIo): (path: string, folder: string) => boolean {
  const namesOf = oncePerText((folder) => {
    const built = buildingsIn({ inputs: [relative(io.cwd, folder) || "."], folders: new Map(), io });
    return built.find((one) => one.file.folder === folder)?.names;
  });
  return (path, folder) => {
    if (!path.startsWith(`${folder}/`) || !isKustomization(folder)) return false;
    // What a kustomization in between lists is a matter of whether that one is listed.
    const unit = isKustomization(path) ? path : unitAround(path, folder);
    if (unit === undefined && isUnit(path, folder)) return false;
    const names = namesOf(folder);
    return names?.has(path) === false && !names.has(unit ?? path);
  };
}

/** The folder of the nearest kustomization around a file, below another folder. */
function unitAround(file: string, folder: string): string | undefined {
  for (let at = posix.dirname(file); at.startsWith(`${folder}/`); at = posix.dirname(at))
    if (isKustomization(at)) return at;
  return undefined;
}

const mayBeOfMesh = /\bistio\.io\/|\bsailoperator\.io\/|\bgateway\.networking\.k8s\.io\//;

/**
 * Files with objects of a mesh that stand in the folder of a kustomization, and that none of the input lists: nothing here applies them.
 * @param taken the files that were read
 * @param told folders of which that is known already
 */
export function unlistedFiles(
  inputs: readonly string[],
  { taken, told }: { readonly taken: readonly string[]; readonly told: readonly string[] },
  io: ManifestIo,
): readonly string[] {
  const folders = inputs.filter((one) => isFolder(one, io));
  const built = folders.length === 0 ? [] : buildingsIn({ inputs: folders, folders: new Map(), io });
  if (built.length === 0) return [];
  // One of a folder above may list files of folders that have their own.
  const above = folders.flatMap((one) => rootsOf(resolve(io.cwd, one))).filter(isKustomization);
  const further = buildingsIn({
    inputs: [...new Set(above)].map((one) => relative(io.cwd, one) || "."),
    folders: new Map(),
    io,
  });
  const named = new Set([...built, ...further].flatMap(({ names }) => [...names]));
  const known = new Set([...taken, ...told].map((one) => resolve(io.cwd, one)));
  const isBelow = (path: string) => told.some((one) => path.startsWith(`${resolve(io.cwd, one)}/`));
  const found = folders.flatMap((input) => {
    const root = resolve(io.cwd, input);
    const isOurs = writtenBelow(input, io.cwd);
    const own = built.map(({ file }) => file.folder).filter((one) => one === root || one.startsWith(`${root}/`));
    return own.flatMap((folder) => {
      const shown = relative(io.cwd, folder) || ".";
      return [...filesBelow(folder, shown, /\.ya?ml$/)].flatMap((name) => {
        const path = resolve(folder, name);
        const isOut = !named.has(path) && !known.has(path) && !isToolFile(path) && !isUnit(path, folder);
        return isOut && !isBelow(path) && !isOurs(path) && holdsMesh(shownIn(shown, name), io)
          ? [`${shownIn(shown, name)} (the kustomization of ${shown} does not list it)`]
          : [];
      });
    });
  });
  return found.length === 0 ? [] : [`left out, as nothing here applies it: ${firstFew([...new Set(found)])}`];
}

function holdsMesh(file: string, io: ManifestIo): boolean {
  const text = orElse("", () => readTextFile(resolve(io.cwd, file), file));
  if (!mayBeOfMesh.test(text)) return false;
  return [...readManifests([file], io, { onSkipped: () => undefined })].some(({ object }) => isOfMesh(object));
}

function isOfMesh(object: KubernetesObject): boolean {
  return /(^|\.)istio\.io$|^sailoperator\.io$|^gateway\.networking\.k8s\.io$/.test(apiGroup(object));
}
