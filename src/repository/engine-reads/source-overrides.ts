import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import { orElse } from "../../findings/or-else";
import type { KubernetesObject } from "../../objects/kubernetes-object";
import { isMap, valueAt } from "../../objects/object-paths";
import { readTextFile } from "../../source/read-text";
import { parseYamlDocuments, type YamlSource } from "../../source/yaml-source";
import type { FileObject } from "../objects/file-object";
import { isFile } from "./paths";

/** An Application as Argo CD reads it, with what stands in the folder of one of its sources over that source. */
export interface Overridden {
  readonly one: FileObject;
  /** The names of the files that are there, in the order in which Argo CD reads them. */
  readonly files: readonly string[];
  /** What of them cannot be read here. */
  readonly lost?: string;
}

/** What such a file may not say. */
const own: readonly string[] = ["repoURL", "path", "chart", "targetRevision"];

/**
 * Argo CD merges `.argocd-source.yaml` and then `.argocd-source-APPLICATION.yaml` of a folder into the source that reads it; its Image Updater writes the
 * second. Lists take the place of lists, and null takes nothing away.
 * @param folder absolute
 */
export function overridden(one: FileObject, source: MeshPath, folder: string): Overridden {
  const { name, namespace } = one.object.metadata;
  // An Application outside of Argo CD's own namespace is called by both; which namespace that is nobody can tell here.
  const suffixes = ["", `-${name}`, ...(namespace === undefined ? [] : [`-${namespace}_${name}`])];
  const files = suffixes.map((suffix) => `.argocd-source${suffix}.yaml`).filter((it) => isFile(posix.join(folder, it)));
  if (files.length === 0) return { one, files };
  const read = files.map((file) => ({
    file,
    text: orElse(undefined, () => documentIn(posix.join(folder, file), one)),
  }));
  const lost = read.find(({ text }) => text === undefined)?.file;
  const texts = read.flatMap(({ text }) => text ?? []);
  return {
    one: texts.reduce((now, text) => over(now, source, text), one),
    files,
    ...(lost !== undefined && { lost: `${lost} of that folder is no YAML` }),
  };
}

/** Its name is as the user would write it: as many folders up as the manifest's own name allows. */
function documentIn(file: string, of: FileObject): YamlSource | undefined {
  const shown = posix.normalize(posix.join(of.shown, posix.relative(of.file, file)));
  return parseYamlDocuments(readTextFile(file, shown), shown)[0];
}

function over(one: FileObject, source: MeshPath, text: YamlSource): FileObject {
  const said = Object.fromEntries(Object.entries(Object(text.value)).filter(([key]) => !own.includes(key)));
  const { locate } = one;
  const isSaid = (path: MeshPath) =>
    path.length > source.length &&
    source.every((step, index) => path[index] === step) &&
    valueAt(said, ...path.slice(source.length)) !== undefined;
  return {
    ...one,
    object: withPart(one.object, source, merged(valueAt(one.object, ...source), said)) as KubernetesObject,
    ...(locate && { locate: (path) => (isSaid(path) ? text.locate(path.slice(source.length)) : locate(path)) }),
  };
}

function merged(value: unknown, patch: unknown): unknown {
  if (patch === null) return value;
  if (!isMap(patch)) return patch;
  const map: Readonly<Record<string, unknown>> = isMap(value) ? value : {};
  return { ...map, ...Object.fromEntries(Object.entries(patch).map(([key, one]) => [key, merged(map[key], one)])) };
}

/** A value with another one at a path in it. */
export function withPart(value: unknown, [step, ...rest]: MeshPath, part: unknown): unknown {
  if (step === undefined) return part;
  const next = withPart(valueAt(value, step), rest, part);
  return Array.isArray(value)
    ? value.map((one, index) => (index === step ? next : one))
    : { ...Object(value), [step]: next };
}
