import { existsSync } from "node:fs";
import { posix, relative, resolve } from "node:path";
import { identity, type KubernetesObject } from "../../../../objects/kubernetes-object";
import { kustomizationFiles } from "../../../../repository/kustomizations/kustomization-files";
import type { FileObject } from "../../../../repository/objects/file-object";
import { builtEngines } from "../../../../repository/patches/built-engines";
import { filesBelow, shownIn } from "../../../../source/folder-files";
import { type ManifestIo, mayHoldManifests } from "../../../../source/manifest-texts";
import { statsAt } from "../../../../source/read-text";
import { writtenBelow } from "../written";
import { argoSettings } from "./argo-files";
import { topOf } from "./changes";
import { chartEngines } from "./chart-engines";
import { engineObjects, foreignObjects, labelSettersIn } from "./engine-objects";

/**
 * The engines' objects of the repository that the inputs stand in, and the ConfigMaps that they may name, as the kustomizations there build them, and how an
 * Argo CD there is set up: what applies a folder often stands in another one, and what it says is often written by a patch.
 * @param onNote told of what charts make of them
 */
export function enginesAround(
  inputs: readonly string[],
  io: ManifestIo,
  onNote: (note: string) => void = () => undefined,
): readonly FileObject[] {
  const files = filesAround(inputs, io);
  const origin = { inputs: [], folders: new Map<string, string>(), io };
  const ofFiles = engineObjects(files, origin);
  const ofCharts = foldersAround(inputs, io).map((folder) => chartEngines(folder, ofFiles, inputs, io));
  for (const note of ofCharts.flatMap(({ notes }) => notes)) onNote(note);
  const [engines, configs] = [
    [...ofFiles.engines, ...ofCharts.flatMap((one) => one.engines)],
    [...ofFiles.configs, ...ofCharts.flatMap((one) => one.configs)],
  ];
  const all = [...engines, ...configs, ...foreignObjects(files, origin), ...labelSettersIn(files, origin)];
  const built = all.length === 0 ? new Map() : builtEngines(all, kustomizationFiles(foldersAround(inputs, io), io.cwd));
  const known = new Set(all.map((one) => `${identity(one.object)} ${one.file}`));
  const settings = argoSettings(files, origin);
  return [
    ...[...built.values()].flat(),
    ...settings.filter((one) => !known.has(`${identity(one.object)} ${one.file}`)),
  ];
}

/** What applies something of the repository in which a pipe is read; nothing outside of one. */
export function enginesBesidePipe(inputs: readonly string[], io: ManifestIo): readonly KubernetesObject[] {
  const isInGit = inputs.includes("-") && existsSync(posix.join(topOf(["."], io.cwd), ".git"));
  return isInGit ? enginesAround(["."], io).map(({ object }) => object) : [];
}

/** The files of the repository that the inputs stand in, without what synth wrote; outside of a repository, those of the inputs. */
export function filesAround(inputs: readonly string[], io: ManifestIo): readonly string[] {
  return foldersAround(inputs, io).flatMap((folder) => {
    const isOurs = writtenBelow(folder, io.cwd);
    return [...filesBelow(resolve(io.cwd, folder), folder, mayHoldManifests)].flatMap((name) =>
      isOurs(name) ? [] : [shownIn(folder, name)],
    );
  });
}

function foldersAround(inputs: readonly string[], io: ManifestIo): readonly string[] {
  const paths = inputs.filter((one) => one !== "-" && !io.texts?.has(one));
  if (paths.length === 0) return [];
  const top = topOf(paths, io.cwd);
  return existsSync(posix.join(top, ".git"))
    ? [relative(io.cwd, top) || "."]
    : paths.filter((one) => statsAt(resolve(io.cwd, one))?.isDirectory());
}
