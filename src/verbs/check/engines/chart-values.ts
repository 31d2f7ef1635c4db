import { readFileSync } from "node:fs";
import { posix } from "node:path";
import type { MeshPath, Place } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { parseYamlDocuments } from "../../../source/yaml-source";
import type { FileObject } from "../read-objects";

/** Values that a chart is given in one place, and where each of them stands. */
export interface ChartValues {
  readonly value: unknown;
  locate(path: MeshPath): Place | undefined;
}

/** The last of several that has a field, as Helm merges them, and where it stands. */
export function valueIn(all: readonly ChartValues[], path: readonly string[]): { value: unknown; place?: Place } {
  const last = all.findLast(({ value }) => valueAt(value, ...path) !== undefined);
  const place = last?.locate(path);
  return { value: last && valueAt(last.value, ...path), ...(place && { place }) };
}

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

/** What a HelmRelease gives to its chart; undefined where a part of it comes from elsewhere. */
export function fluxValues(one: FileObject): readonly ChartValues[] | undefined {
  return listAt(one.object, "spec", "valuesFrom").length > 0 ? undefined : [inside(one, ["spec", "values"])];
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

function nested([key, ...rest]: readonly string[], value: unknown): unknown {
  return key === undefined ? value : { [key]: nested(rest, value) };
}
