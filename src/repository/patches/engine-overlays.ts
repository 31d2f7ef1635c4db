import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { sourcesIn } from "../../rules/engines/application-sources";
import type { Reader } from "../../rules/rule";
import { argoFields, fluxFields } from "../engine-reads/added-fields";
import { overridden, withPart } from "../engine-reads/source-overrides";
import type { KustomizationFile } from "../kustomizations/file";
import type { FileObject } from "../objects/file-object";

/** What an engine changes of a folder, as the kustomization that its changes would stand in. */
export interface EngineFile extends KustomizationFile {
  readonly reader: Reader;
  readonly isFlux: boolean;
}

/** The folders that some readers read, each with the changes of whoever reads it. */
export function engineOverlays(readers: readonly Reader[]): readonly EngineFile[] {
  return readers.flatMap((reader) =>
    reader.folders.flatMap(
      (folder, index) => overlayOf(reader, { folder, index, shown: shownOf(reader, readers) }) ?? [],
    ),
  );
}

interface Read {
  readonly folder: string;
  /** Which of the reader's folders it is. */
  readonly index: number;
  readonly shown: string;
}

function overlayOf(reader: Reader, { folder, index, shown }: Read): EngineFile | undefined {
  const one = (reader.applied ?? reader.by) as FileObject;
  const found = changesIn(one, reader.folders.length, index);
  if (found === undefined) return undefined;
  const { at, number } = found;
  const isFlux = kindOf(one.object).startsWith("kustomize.toolkit");
  const read = number === undefined ? one : overridden(madeBy(reader, at, number), at.slice(0, -1), folder).one;
  const added = (isFlux ? fluxFields(one.object) : argoFields(valueAt(read.object, ...at), at)).fields.filter(
    ({ key }) => followed.has(key),
  );
  // What others than its list fill in is another text for each Application.
  const isKnown = (entry: unknown) => !JSON.stringify(entry).includes("{{");
  const set = added.flatMap(({ key, value }): readonly [string, unknown][] => {
    if (isPatches(key)) return [[key, (value as readonly unknown[]).map((entry) => (isKnown(entry) ? entry : {}))]];
    return isKnown(value) ? [[key, value]] : [];
  });
  const value = Object.fromEntries(set);
  const locate = ([key, ...rest]: MeshPath) => {
    const field = added.find((it) => it.key === key);
    const path =
      key === undefined ? at : field ? [...field.at, ...rest.slice(field.steps ?? 0)] : [...at, key, ...rest];
    // What an element of a list says is mended there.
    const element = reader.made?.at;
    const part = key === undefined ? undefined : valueAt(one.object, ...path.slice(0, at.length + 2));
    const isFilled = element !== undefined && part !== undefined && !isKnown(part);
    return read.locate?.(isFilled ? element : path) ?? { file: one.shown, line: 1, column: 1 };
  };
  return {
    folder,
    shown,
    source: { value, file: one.shown, locate },
    named: new Set(),
    hasList: set.length > 0,
    fetches: false,
    namespaceField: isFlux ? "targetNamespace" : "namespace",
    reader,
    isFlux,
  };
}

/** What a set makes has its own name, and the set's text with what that element fills in. */
function madeBy({ by, made }: Reader, at: MeshPath, number: number): FileObject {
  const one = by as FileObject;
  if (!made) return one;
  const named = { ...one.object, metadata: { ...one.object.metadata, name: made.application } };
  return { ...one, object: withPart(named, at, made.kustomize[number]) as KubernetesObject };
}

function isPatches(key: string): boolean {
  return key.startsWith("patches");
}

/** Images, replicas and components are nothing that rules ask for. */
const followed: ReadonlySet<string> = new Set([
  ...["patches", "patchesStrategicMerge", "patchesJson6902", "namespace", "namePrefix", "nameSuffix"],
  ...["labels", "commonLabels", "commonAnnotations", "commonMetadata"],
]);

interface Changes {
  readonly at: MeshPath;
  /** The number of the source, as {@link sourcesIn} counts them. */
  readonly number?: number;
}

/** Where an engine's object says what it changes of a folder; of several sources only where each was found. */
function changesIn({ object }: FileObject, folders: number, index: number): Changes | undefined {
  if (kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization") return { at: ["spec"] };
  const spec: MeshPath = kindOf(object) === "argoproj.io/ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  const sources = [...sourcesIn(object, spec).entries()].filter(
    ([, at]) => textAt(object, ...at, "path") !== undefined,
  );
  const [only, second] = sources;
  const source = second ? (sources.length === folders ? sources[index] : undefined) : only;
  return source && { at: [...source[1], "kustomize"], number: source[0] };
}

/** What people call a reader, with what tells it from another one of that name: clusters often have the same names for theirs. */
function shownOf({ by, name, made }: Reader, all: readonly Reader[]): string {
  const others = all.filter(
    (one) => one.name === name && (one.by !== by || made?.application !== one.made?.application),
  );
  if (others.length === 0) return name;
  if (made) return `Application ${made.application} of ${name}`;
  const [home, spaces] = [posix.dirname((by as FileObject).shown), new Set(others.map(namespaceOf))];
  const isElsewhere = others.every((one) => posix.dirname((one.by as FileObject).shown) !== home);
  if (isElsewhere && home !== ".") return `${name} of ${home}`;
  const namespace = namespaceOf({ by });
  return spaces.has(namespace) ? `${name} of ${(by as FileObject).shown}` : `${name} in ${namespace}`;
}

function namespaceOf({ by }: Pick<Reader, "by">): string | undefined {
  return by.object.metadata.namespace;
}
