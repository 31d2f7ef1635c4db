import { readFileSync } from "node:fs";
import { posix } from "node:path";
import type { MeshPath } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { ChartValues } from "../../../rules/charts/values";
import { parseYamlDocuments } from "../../../source/yaml-source";
import type { FileObject } from "../read-objects";

/** What an Application gives to the chart of a source; undefined where a part of it is not here. */
export function argoValues(one: FileObject, source: MeshPath): readonly ChartValues[] | undefined {
  const helm = [...source, "helm"];
  const files = listAt(one.object, ...helm, "valueFiles").map((file) => fileValues(one, String(file)));
  if (files.includes(undefined)) return undefined;
  const text = textAt(one.object, ...helm, "values");
  const read = text === undefined ? undefined : documentIn(text, one.shown);
  if (text !== undefined && !read) return undefined;
  return [
    ...files.flatMap((file) => file ?? []),
    ...(read ? [{ value: read.value, locate: () => one.locate?.([...helm, "values"]) }] : []),
    inside(one, [...helm, "valuesObject"]),
    ...listAt(one.object, ...helm, "parameters").map((parameter, index) => ({
      value: nested((textAt(parameter, "name") ?? "").split("."), valueAt(parameter, "value")),
      locate: () => one.locate?.([...helm, "parameters", index, "value"]),
    })),
  ];
}

/**
 * What a HelmRelease gives to its chart; undefined where a part of it comes from elsewhere.
 * @param objects among which the ConfigMaps are that it names
 */
export function fluxValues(one: FileObject, objects: readonly FileObject[] = []): readonly ChartValues[] | undefined {
  const named = listAt(one.object, "spec", "valuesFrom").map((from) => configValues(one, from, objects));
  if (named.includes(undefined)) return undefined;
  return [...named.flatMap((from) => from ?? []), inside(one, ["spec", "values"])];
}

/** Of a ConfigMap that is here once; what a Secret says is nobody's to read. */
function configValues(one: FileObject, from: unknown, objects: readonly FileObject[]): ChartValues | undefined {
  const { kind, name, valuesKey = "values.yaml", targetPath } = Object(from);
  if (kind !== "ConfigMap" || targetPath !== undefined || typeof valuesKey !== "string") return undefined;
  const { namespace } = one.object.metadata;
  const [map, second] = objects.filter(
    ({ object }) =>
      kindOf(object) === "/ConfigMap" && object.metadata.name === name && object.metadata.namespace === namespace,
  );
  const text = map && !second ? textAt(map.object, "data", valuesKey) : undefined;
  const read = map && text !== undefined ? documentIn(text, map.shown) : undefined;
  return read && map && { value: read.value, locate: () => map.locate?.(["data", valuesKey]) };
}

function inside(one: FileObject, at: MeshPath): ChartValues {
  return { value: valueAt(one.object, ...at), locate: (path) => one.locate?.([...at, ...path]) };
}

/** `$conf/values/ingress.yaml`: a file of another source, which is this repository where the file is there. */
function fileValues(one: FileObject, file: string): ChartValues | undefined {
  const path = /^\$[^/]+\/(.+)$/.exec(file)?.[1];
  if (path === undefined) return undefined;
  for (let folder = posix.dirname(one.file); ; folder = posix.dirname(folder)) {
    const text = readIfThere(posix.join(folder, path));
    // As the user would write it: as many folders up as the manifest's own name allows.
    const shown = posix.normalize(posix.join(one.shown, posix.relative(one.file, posix.join(folder, path))));
    const source = text === undefined ? undefined : documentIn(text, shown);
    if (source) return { value: source.value, locate: (at) => source.locate(at) };
    if (text !== undefined || posix.dirname(folder) === folder) return undefined;
  }
}

function documentIn(text: string, file: string) {
  try {
    return parseYamlDocuments(text, file)[0];
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** What a chart of one's own has in its values, and then what it is given; undefined where its own cannot be read. */
export function wrapperValues(
  file: string,
  shown: string,
  given: readonly ChartValues[],
): readonly ChartValues[] | undefined {
  const text = readIfThere(posix.join(posix.dirname(file), "values.yaml"));
  if (text === undefined) return given;
  const source = documentIn(text, posix.join(posix.dirname(shown), "values.yaml"));
  return source && [{ value: source.value, locate: (at) => source.locate(at) }, ...given];
}

/** Of values, what Helm hands to a chart below: all under its name, and what is global. */
export function partOf({ value, locate }: ChartValues, name: string): ChartValues {
  const own = Object(valueAt(value, name));
  const global = { ...Object(valueAt(value, "global")), ...Object(valueAt(own, "global")) };
  return {
    value: { ...own, ...(Object.keys(global).length > 0 && { global }) },
    locate: (path) => locate(valueAt(own, ...path) === undefined ? path : [name, ...path]),
  };
}

function nested([key, ...rest]: readonly string[], value: unknown): unknown {
  return key === undefined ? value : { [key]: nested(rest, value) };
}
