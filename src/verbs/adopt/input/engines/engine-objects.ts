import { resolve } from "node:path";
import { orElse } from "../../../../findings/or-else";
import { kindOf } from "../../../../objects/kubernetes-object";
import type { FileObject } from "../../../../repository/objects/file-object";
import { withGitFiles } from "../../../../repository/objects/git-files";
import { engineKinds } from "../../../../repository/patches/built-engines";
import { foreignEngine, mayBeForeign } from "../../../../repository/readers/foreign-engines";
import { type ManifestIo, readManifests } from "../../../../source/manifests";
import { readTextFile } from "../../../../source/read-text";
import { mayBeSetter, maySetLabels } from "../label-setters";
import { type Origin, pathOf } from "../origin";
import { isLive } from "../server-fields";

/** Whether a text may hold such objects. */
export const mayBeEngine = /\bargoproj\.io\/|\.toolkit\.fluxcd\.io\//;
const mayBeConfig = /\bkind["']?\s*:\s*["']?ConfigMap\b/;

/** What says for a HelmRelease which chart it installs, and for all of Flux's objects which repository they read. */
const fluxSources: ReadonlySet<string> = new Set(
  ["GitRepository", "HelmChart", "OCIRepository"].map((kind) => `source.toolkit.fluxcd.io/${kind}`),
);

/** Objects of engines, and what they may name: ConfigMaps with values, and sources of Flux. */
export interface EngineObjects {
  readonly engines: readonly FileObject[];
  readonly configs: readonly FileObject[];
}

/**
 * The engines' objects in files and in what tools printed. They are read before all others, as they say what those become; few files have any, and no other is
 * taken apart for them. What was read from a cluster is what came of it already.
 */
export function engineObjects(files: readonly string[], origin: Origin): EngineObjects {
  const { io } = origin;
  const texts = new Map(files.map((file) => [file, file === "-" ? "" : textOf(file, io)]));
  const named = files.filter((file) => mayBeEngine.test(texts.get(file) ?? ""));
  const all = objectsIn(named, origin);
  const engines = all.filter(({ object }) => engineKinds.has(kindOf(object)));
  const sources = all.filter(({ object }) => fluxSources.has(kindOf(object)));
  if (!engines.some(({ object }) => JSON.stringify(object).includes('"ConfigMap"')))
    return { engines, configs: sources };
  const maps = files.filter((file) => mayBeConfig.test(texts.get(file) ?? ""));
  return {
    engines,
    configs: [...objectsIn(maps, origin).filter(({ object }) => kindOf(object) === "/ConfigMap"), ...sources],
  };
}

/** Objects of engines whose words nobody here knows. */
export function foreignObjects(files: readonly string[], origin: Origin): readonly FileObject[] {
  const named = files.filter((file) => file !== "-" && mayBeForeign.test(textOf(file, origin.io)));
  return objectsIn(named, origin).filter(({ object }) => foreignEngine(object) !== undefined);
}

/** What sets labels of the mesh on namespaces that no file has. */
export function labelSettersIn(files: readonly string[], origin: Origin): readonly FileObject[] {
  const named = files.filter((file) => file !== "-" && mayBeSetter.test(textOf(file, origin.io)));
  return objectsIn(named, origin).filter(({ object }) => maySetLabels(object));
}

/** The text of a file, or of what a tool printed; empty where there is none. */
export function textOf(file: string, { cwd, texts }: ManifestIo): string {
  return texts?.get(file) ?? orElse("", () => readTextFile(resolve(cwd, file), file));
}

/** What stands in files, but for what was read from a cluster. */
export function objectsIn(files: readonly string[], origin: Origin): readonly FileObject[] {
  const documents = [...readManifests(files, origin.io, { onSkipped: () => undefined })];
  return documents.flatMap(({ object, file, locate }) =>
    isLive(object) ? [] : [withGitFiles({ object, locate, file: pathOf(file, origin), shown: file })],
  );
}
