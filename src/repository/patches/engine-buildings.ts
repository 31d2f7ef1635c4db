import type { CheckedObject, Reader } from "../../rules/rule";
import { type Building, topsOf } from "../kustomizations/buildings";
import type { FileObject } from "../objects/file-object";
import { type EngineFile, engineOverlays } from "./engine-overlays";

/** Who reads which folders, and what that makes of objects. */
interface Engines {
  readonly readers: readonly Reader[];
  /** What each puts where variables stand, if others put something else there. */
  readonly values: ReadonlyMap<CheckedObject, (one: FileObject) => FileObject>;
  /** Whether one is asked for, whatever it changes. @default none is */
  readonly isAsked?: (reader: Reader) => boolean;
}

/**
 * What engines build with patches, namespaces and values of their own: `spec.patches`, `targetNamespace` and `postBuild` of a Kustomization
 * of Flux, `kustomize.patches` and `kustomize.namespace` of an Application. Each is an overlay of the folder that it reads.
 */
export function engineBuildings(
  built: readonly Building[],
  objects: readonly FileObject[],
  { readers, values, isAsked = () => false }: Engines,
): readonly Building[] {
  const found = engineOverlays(readers);
  const tops = topsOf(built);
  const isBase = (folder: string) =>
    built.some(({ file }) => file.folder === folder) && !tops.some(({ file }) => file.folder === folder);
  const isChanged = ({ hasList, reader, folder }: EngineFile) =>
    hasList || values.has(reader.by) || isBase(folder) || isAsked(reader);
  // What is read as it stands is applied, although others build on it.
  const changed = new Set(found.flatMap((one) => (isChanged(one) ? [one.folder] : [])));
  // Whoever applies the same folder as it stands has it without the changes of others.
  return found.flatMap((file) => {
    const one = changed.has(file.folder) ? buildingOf(file, isAsked(file.reader), built, objects) : undefined;
    const fill = values.get(file.reader.by);
    return one ? [{ ...one, ...(fill && { fill }) }] : [];
  });
}

function buildingOf(
  file: EngineFile,
  isAsked: boolean,
  built: readonly Building[],
  objects: readonly FileObject[],
): Building | undefined {
  const { reader } = file;
  const inner = built.find((one) => one.file.folder === file.folder);
  if (inner) return { ...inner, file, reached: [file, ...inner.reached], reader };
  // Flux writes a kustomization itself; to Argo CD such a folder is one of plain manifests, and it changes nothing of them.
  if (!file.isFlux && !isAsked) return undefined;
  const start = `${file.folder}/`;
  const below = built.filter((one) => one.file.folder.startsWith(start));
  const names = objects.flatMap((one) => (one.file.startsWith(start) ? [one.file] : []));
  return {
    file: file.isFlux ? file : { ...file, source: { ...file.source, value: {} }, hasList: false },
    reached: [file, ...new Set(below.flatMap(({ reached }) => reached))],
    names: new Set([...names, ...below.flatMap((one) => [...one.names])]),
    resources: new Set(below.flatMap(({ resources }) => [...resources])),
    reader,
  };
}
