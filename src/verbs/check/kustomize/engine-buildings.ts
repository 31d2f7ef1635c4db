import type { Finding, MeshPath } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { findReaders } from "../../../rules/engines/readers";
import type { Reader } from "../../../rules/rule";
import type { FileObject } from "../read-objects";
import { type Building, topsOf } from "./buildings";
import { kustomizationEdits } from "./edits";
import { lostPatchTargets } from "./faults";
import type { KustomizationFile } from "./file";
import { rewrites } from "./rewrites";

/**
 * What engines build with patches and namespaces of their own: `spec.patches` and `targetNamespace` of a Kustomization of Flux,
 * `kustomize.patches` and `kustomize.namespace` of an Application. Each is an overlay of the folder that it reads.
 */
export function engineBuildings(built: readonly Building[], objects: readonly FileObject[]): readonly Building[] {
  const readers = findReaders(
    objects,
    built.map(({ file }) => file.folder),
  );
  const found = readers.flatMap((reader) => reader.folders.map((folder, index) => overlayOf(reader, folder, index)));
  const tops = topsOf(built);
  const isBase = (folder: string) =>
    built.some(({ file }) => file.folder === folder) && !tops.some(({ file }) => file.folder === folder);
  // What is read as it stands is applied, although others build on it.
  const changed = new Set(found.flatMap((one) => (one && (one.hasList || isBase(one.folder)) ? [one.folder] : [])));
  // Whoever applies the same folder as it stands has it without the changes of others.
  return found.flatMap((file) => (file && changed.has(file.folder) ? (buildingOf(file, built, objects) ?? []) : []));
}

/** What is wrong with such changes (KUS001). */
export function engineFindings(engines: readonly Building[], objects: readonly FileObject[]): readonly Finding[] {
  return engines.flatMap(({ file, names, reached }) => {
    if (!file.hasList || reached.some(({ fetches }) => fetches)) return [];
    const below = objects.filter((one) => names.has(one.file));
    return [
      ...rewrites(file, objects, below),
      ...kustomizationEdits(file, below),
      ...lostPatchTargets(file, objects, below),
    ];
  });
}

/** A reader as the kustomization that its changes would stand in. */
function overlayOf({ by, name, folders }: Reader, folder: string, index: number): EngineFile | undefined {
  const one = by as FileObject;
  const at = changesIn(one, folders.length, index);
  if (at === undefined) return undefined;
  const isFlux = kindOf(one.object).startsWith("kustomize.toolkit");
  const fields = isFlux ? fluxFields : argocdFields;
  // What an ApplicationSet fills in is another text for each Application.
  const isKnown = (entry: unknown) => !JSON.stringify(entry).includes("{{");
  const patches = listAt(one.object, ...at, "patches").map((entry) => (isKnown(entry) ? entry : {}));
  const set = Object.entries(fields).flatMap(([key, path]): readonly [string, unknown][] => {
    const found = valueAt(one.object, ...at, ...path);
    return found !== undefined && found !== null && isKnown(found) ? [[key, found]] : [];
  });
  const value = { patches, ...Object.fromEntries(set) };
  const locate = ([key, ...rest]: MeshPath) => {
    const path = key === undefined ? at : [...at, ...(fields[key] ?? [key]), ...rest];
    return one.locate?.(path) ?? { file: one.shown, line: 1, column: 1 };
  };
  return {
    folder,
    shown: name,
    source: { value, file: one.shown, locate },
    named: new Set(),
    hasList: patches.length > 0 || set.length > 0,
    fetches: false,
    namespaceField: isFlux ? "targetNamespace" : "namespace",
    by: one.file,
    isFlux,
  };
}

const argocdFields: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ["namespace", "namePrefix", "nameSuffix", "commonLabels", "commonAnnotations"].map((key) => [key, [key]]),
);
const fluxFields: typeof argocdFields = {
  namespace: ["targetNamespace"],
  namePrefix: ["namePrefix"],
  nameSuffix: ["nameSuffix"],
  commonLabels: ["commonMetadata", "labels"],
  commonAnnotations: ["commonMetadata", "annotations"],
};

interface EngineFile extends KustomizationFile {
  readonly by: string;
  readonly isFlux: boolean;
}

/** Where an engine's object says what it changes of a folder; of several sources only where each was found. */
function changesIn({ object }: FileObject, folders: number, index: number): MeshPath | undefined {
  if (kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization") return ["spec"];
  const spec: MeshPath = kindOf(object) === "argoproj.io/ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  const sources = sourcesIn(object, spec).filter((at) => textAt(object, ...at, "path") !== undefined);
  const [only, second] = sources;
  const source = second ? (sources.length === folders ? sources[index] : undefined) : only;
  return source && [...source, "kustomize"];
}

function buildingOf(
  file: EngineFile,
  built: readonly Building[],
  objects: readonly FileObject[],
): Building | undefined {
  const { by } = file;
  const inner = built.find((one) => one.file.folder === file.folder);
  if (inner) return { ...inner, file, reached: [file, ...inner.reached], by };
  // Flux writes a kustomization itself; to Argo CD such a folder is one of plain manifests, and it changes nothing of them.
  if (!file.isFlux) return undefined;
  const start = `${file.folder}/`;
  const below = built.filter((one) => one.file.folder.startsWith(start));
  const names = objects.flatMap((one) => (one.file.startsWith(start) ? [one.file] : []));
  return {
    file,
    reached: [file, ...new Set(below.flatMap(({ reached }) => reached))],
    names: new Set([...names, ...below.flatMap((one) => [...one.names])]),
    resources: new Set(below.flatMap(({ resources }) => [...resources])),
    by,
  };
}
