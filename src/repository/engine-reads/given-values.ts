import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { FileObject } from "../objects/file-object";
import { isNothing } from "./added-fields";
import type { ChartSource } from "./chart-source";
import { nearestTo } from "./nearest";
import { chartFolder, isFile, rootsOf } from "./paths";

/** Values that an engine gives to a chart: a file of them, a text, the values themselves, or one of them by its name. */
export type Given = {
  /** What says it, and where. */
  readonly by: FileObject;
  readonly at: MeshPath;
} & (
  | { readonly file: string }
  | { readonly text: string }
  | { readonly values: unknown }
  | { readonly name: string; readonly value: unknown; readonly isText: boolean }
  | { readonly name: string; readonly path: string }
);

/** All of them in their order, of which the last wins; `lost` says what of them is not known here. */
export interface GivenValues {
  readonly given: readonly Given[];
  readonly lost?: string;
}

/** Where a chart is, if it is here. */
interface Chart {
  /** Absolute. */
  readonly folder?: string | undefined;
  /** Of Flux: what says which chart it is. */
  readonly source?: ChartSource | undefined;
}

/** What a source of an Application gives to its chart. */
export function argoValues(one: FileObject, source: MeshPath, { folder }: Chart = {}): GivenValues {
  const { object } = one;
  const helm = [...source, "helm"];
  const list = (key: string) => listAt(object, ...helm, key);
  const place = (...path: MeshPath) => ({ by: one, at: [...helm, ...path] });
  const names = list("valueFiles").map(String);
  const files = names.map((name) => argoFile(one, source, name, folder));
  const isLenient = folder !== undefined && valueAt(object, ...helm, "ignoreMissingValueFiles") === true;
  const missing = names.find((_, index) => files[index] === undefined);
  const isBuilt = /\$\{?ARGOCD_/.test(JSON.stringify(valueAt(object, ...helm) ?? ""));
  const [own, text] = [valueAt(object, ...helm, "valuesObject"), textAt(object, ...helm, "values")];
  const lost = isBuilt
    ? `${helm.join(".")} holds variables of the build`
    : missing !== undefined && !isLenient
      ? `${helm.join(".")}.valueFiles names ${missing}, which ${whyNoFile(missing)}`
      : undefined;
  return {
    ...(lost !== undefined && { lost }),
    given: [
      ...files.flatMap((file, index) => (file === undefined ? [] : [{ file, ...place("valueFiles", index) }])),
      // Argo CD reads the text only where there is no object.
      ...(own !== undefined ? [{ values: own, ...place("valuesObject") }] : text ? [{ text, ...place("values") }] : []),
      ...list("parameters").map((parameter, index) => ({
        name: textAt(parameter, "name") ?? "",
        value: valueAt(parameter, "value"),
        isText: valueAt(parameter, "forceString") === true,
        ...place("parameters", index, "value"),
      })),
      ...list("fileParameters").map((parameter, index) => ({
        name: textAt(parameter, "name") ?? "",
        path: posix.join(folder ?? "", textAt(parameter, "path") ?? ""),
        ...place("fileParameters", index),
      })),
    ],
  };
}

/** Beside the chart, from the top of the repository, or of another source of the Application, which is this repository where the file is there. */
function argoFile(one: FileObject, source: MeshPath, file: string, folder: string | undefined): string | undefined {
  if (isElsewhere.test(file) || isPattern.test(file)) return undefined;
  const [, ref, inside = ""] = /^\$([^/]+)\/(.+)$/.exec(file) ?? [];
  if (ref !== undefined)
    return folder === undefined || isOneSource(one.object, source, ref) ? atTop(one.file, inside) : undefined;
  if (folder === undefined) return undefined;
  return file.startsWith("/") ? atTop(one.file, file) : existing(posix.join(folder, file));
}

function whyNoFile(name: string): string {
  if (isElsewhere.test(name)) return "is fetched from elsewhere";
  return isPattern.test(name) ? "is a pattern, and not followed here" : "is not found here";
}

const isElsewhere = /^[\w+-]+:\/\//;
const isPattern = /[*?[\]{}]/;

/** Whether a source that others name is of the repository and revision that the chart is of. */
function isOneSource(object: unknown, source: MeshPath, ref: string): boolean {
  const index = listAt(object, "spec", "sources").findIndex((one) => textAt(one, "ref") === ref);
  const [of, to] = [source, ["spec", "sources", index]].map((at) =>
    JSON.stringify(["repoURL", "targetRevision"].map((key) => textAt(object, ...at, key))),
  );
  return index >= 0 && of === to;
}

function atTop(home: string, path: string): string | undefined {
  return rootsOf(home)
    .map((root) => posix.join(root, path))
    .find(isFile);
}

function existing(path: string): string | undefined {
  return isFile(path) ? path : undefined;
}

/**
 * What a HelmRelease gives to its chart.
 * @param others ConfigMaps, among which those are that it takes values from
 */
export function fluxValues(
  one: FileObject,
  others: readonly FileObject[],
  { folder, source }: Chart = {},
): GivenValues {
  const files = source && folder !== undefined ? chartFiles(source, folder) : { given: [] };
  const from = listAt(one.object, "spec", "valuesFrom").map((named) => ({
    named,
    given: configValues(one, named, others),
  }));
  const unknown = from.find(({ given }) => given === undefined)?.named;
  const lost =
    files.lost ??
    (unknown === undefined
      ? undefined
      : `spec.valuesFrom takes values from ${textAt(unknown, "kind")}/${textAt(unknown, "name")}, which are not known here`);
  const values = valueAt(one.object, "spec", "values");
  return {
    ...(lost !== undefined && { lost }),
    given: [
      ...files.given,
      ...from.flatMap(({ given }) => given ?? []),
      ...(isNothing(values) ? [] : [{ values, by: one, at: ["spec", "values"] }]),
    ],
  };
}

/** The files that take the place of the chart's own values. */
function chartFiles({ by, at }: ChartSource, folder: string): GivenValues {
  const field = [...at, "valuesFiles"];
  const names = listAt(by.object, ...field).map(String);
  // Of a chart in a registry they are its own.
  const isFolder = chartFolder(by.object, at) !== undefined;
  const files = names.map((name) => (isFolder ? atTop(by.file, name) : existing(posix.join(folder, name))));
  const isLenient = valueAt(by.object, ...at, "ignoreMissingValuesFiles") === true;
  const missing = names.find((_, index) => files[index] === undefined);
  const own = posix.join(folder, "values.yaml");
  const lost =
    valueAt(by.object, ...at, "valuesFile") !== undefined
      ? `${[...at, "valuesFile"].join(".")} is not followed here`
      : missing !== undefined && !isLenient
        ? `${field.join(".")} names ${missing}, which is not found here`
        : // Helm reads these in any case.
          names.length > 0 && !files.includes(own) && isFile(own)
          ? `${field.join(".")} leaves out the chart's own values`
          : undefined;
  return {
    ...(lost !== undefined && { lost }),
    given: files.flatMap((file, index) => (file === undefined ? [] : [{ file, by, at: [...field, index] }])),
  };
}

/** Of a ConfigMap that is here once; what a Secret says is nobody's to read. */
function configValues(one: FileObject, from: unknown, others: readonly FileObject[]): Given | undefined {
  if (textAt(from, "kind") !== "ConfigMap") return undefined;
  const home = one.object.metadata.namespace;
  const found = others.filter(
    ({ object }) =>
      kindOf(object) === "/ConfigMap" &&
      object.metadata.name === textAt(from, "name") &&
      (object.metadata.namespace ?? home) === home,
  );
  const [only, second] = nearestTo(one, found);
  const at = ["data", textAt(from, "valuesKey") ?? "values.yaml"];
  const text = only && !second ? textAt(only.object, ...at) : undefined;
  if (!only || text === undefined) return undefined;
  const path = valueAt(from, "targetPath");
  if (path === undefined) return { text, by: only, at };
  const values = valuesAt(String(path), text);
  return values && { values, by: only, at };
}

/** One value at a path, as Helm reads it on a command line; undefined for what needs more than names and dots, or holds more than a word. */
function valuesAt(path: string, text: string): Record<string, unknown> | undefined {
  const quoted = /^(['"])(.*)\1$/s.exec(text)?.[2];
  const word = quoted ?? text;
  if (!/^[\w-]+(?:\.[\w-]+)*$/.test(path) || !/^[\w.:/@+-]*$/.test(word)) return undefined;
  const value = quoted ?? typed(word);
  return path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;
}

function typed(word: string): unknown {
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === "true";
  if (word === "null") return null;
  return /^(0|-?[1-9]\d*)$/.test(word) ? Number(word) : word;
}
