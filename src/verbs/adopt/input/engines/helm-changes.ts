import { posix } from "node:path";
import type { MeshPath } from "../../../../findings/finding";
import { kindOf } from "../../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../../objects/object-paths";
import { chartFolder, isFile, rootsOf } from "../../../check/engines/named-paths";
import type { FileObject } from "../../../check/read-objects";
import type { Adds, ChartCall } from "./adds";
import type { ChartSource } from "./flux-chart-source";
import { nearestConfigs } from "./flux-values";
import { isNothing, metadata, rendererChanges } from "./kustomize-changes";

/** What Helm is told, or why nobody here can tell it. */
type Told =
  | { readonly args: readonly string[]; readonly values: readonly ChartCall["values"][number][] }
  | { readonly why: string };

/** How an Application has the chart of a source built. */
export function argoChart(one: FileObject, source: MeshPath, folder: string): Adds {
  const { object } = one;
  const at = [...source, "helm"];
  const helm = (key: string) => valueAt(object, ...at, key);
  const said = JSON.stringify(valueAt(object, ...at) ?? "");
  if (/\$\{?ARGOCD_/.test(said)) return { why: `${at.join(".")} holds variables of the build` };
  const files = listAt(object, ...at, "valueFiles").map((file) => argoFile(one, source, String(file), folder));
  const lost = files.indexOf(undefined);
  if (lost >= 0 && helm("ignoreMissingValueFiles") !== true)
    return {
      why: `${at.join(".")}.valueFiles names ${listAt(object, ...at, "valueFiles")[lost]}, which is not found here`,
    };
  const own = helm("valuesObject");
  const text = textAt(object, ...at, "values");
  const parameters = listAt(object, ...at, "parameters").flatMap((parameter) => [
    valueAt(parameter, "forceString") === true ? "--set-string" : "--set",
    `${textAt(parameter, "name")}=${String(valueAt(parameter, "value") ?? "").replace(/(?<!\\),/g, "\\,")}`,
  ]);
  const fromFiles = listAt(object, ...at, "fileParameters").flatMap((parameter) => [
    "--set-file",
    `${textAt(parameter, "name")}=${posix.join(folder, textAt(parameter, "path") ?? "")}`,
  ]);
  const namespace = textAt(object, ...at, "namespace") ?? textAt(object, "spec", "destination", "namespace");
  const keys = Object.keys(Object(valueAt(object, ...at))).filter((key) => changing.includes(key));
  return {
    chart: {
      release: textAt(object, ...at, "releaseName") ?? object.metadata.name,
      ...(namespace !== undefined && { namespace }),
      values: [
        ...files.flatMap((file) => (file === undefined ? [] : [{ file }])),
        // Argo CD reads the text only where there is no object.
        ...(own !== undefined ? [{ text: JSON.stringify(own) }] : text ? [{ text }] : []),
      ],
      args: [...parameters, ...fromFiles],
    },
    words: keys.length > 0 ? `${at.join(".")}: ${keys.join(", ")}` : "",
  };
}

const changing: readonly string[] = ["valueFiles", "values", "valuesObject", "parameters", "fileParameters"];

/** Beside the chart, from the top of the repository, or of another source of the Application that is this repository. */
function argoFile(
  { object, file: home }: FileObject,
  source: MeshPath,
  file: string,
  folder: string,
): string | undefined {
  if (/^\w+:\/\//.test(file) || /[*?[\]{}]/.test(file)) return undefined;
  const [, ref, inside] = /^\$([^/]+)\/(.+)$/.exec(file) ?? [];
  if (ref === undefined) return file.startsWith("/") ? atTop(home, file) : existing(posix.join(folder, file));
  const [of, to] = [source, sourceOfRef(object, ref)].map(
    (at) => at && ["repoURL", "targetRevision"].map((key) => textAt(object, ...at, key)).join(" "),
  );
  return of === to && inside !== undefined ? atTop(home, inside) : undefined;
}

function sourceOfRef(object: unknown, ref: string): MeshPath | undefined {
  const index = listAt(object, "spec", "sources").findIndex((one) => textAt(one, "ref") === ref);
  return index < 0 ? undefined : ["spec", "sources", index];
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
 * How a HelmRelease has a chart of its repository built.
 * @param configs ConfigMaps, among which those are that it takes values from
 */
export function fluxChart(
  one: FileObject,
  folder: string,
  configs: readonly FileObject[],
  source: ChartSource | undefined,
): Adds {
  const { object } = one;
  const { name, namespace } = object.metadata;
  const target = textAt(object, "spec", "targetNamespace");
  const told = fluxTold(one, folder, configs, source);
  if ("why" in told) return told;
  const home = target ?? namespace;
  const after = [
    ...listAt(object, "spec", "postRenderers").map(rendererChanges),
    metadata(valueAt(object, "spec", "commonMetadata")),
  ];
  const own = ["values", "valuesFrom", "postRenderers", "commonMetadata"];
  const isFiled = source && listAt(source.by.object, ...source.at, "valuesFiles").length > 0;
  const keys = [
    ...own.filter((key) => !isNothing(valueAt(object, "spec", key))),
    ...(isFiled ? ["valuesFiles of its chart"] : []),
  ];
  return {
    chart: {
      release: textAt(object, "spec", "releaseName") ?? (target === undefined ? name : `${target}-${name}`),
      ...(home !== undefined && { namespace: home }),
      ...told,
      after: after
        .map((step) => Object.fromEntries(Object.entries(step).filter(([, value]) => !isNothing(value))))
        .filter((step) => !isNothing(step)),
    },
    words: keys.length > 0 ? `spec: ${keys.join(", ")}` : "",
  };
}

function fluxTold(
  one: FileObject,
  folder: string,
  configs: readonly FileObject[],
  source: ChartSource | undefined,
): Told {
  const { object } = one;
  const files = source ? chartFiles(source, folder) : [];
  if ("why" in files) return files;
  const maps: { readonly text: string }[] = [];
  for (const from of listAt(object, "spec", "valuesFrom")) {
    const text = configText(one, from, configs);
    if (text === undefined)
      return {
        why: `spec.valuesFrom takes values from ${textAt(from, "kind")}/${textAt(from, "name")}, which are not known here`,
      };
    maps.push({ text });
  }
  const values = valueAt(object, "spec", "values");
  return {
    args: [],
    values: [
      ...files.map((file) => ({ file })),
      ...maps,
      ...(isNothing(values) ? [] : [{ text: JSON.stringify(values) }]),
    ],
  };
}

/** The files that take the place of the chart's own values. */
function chartFiles({ by, at }: ChartSource, folder: string): readonly string[] | { readonly why: string } {
  const field = [...at, "valuesFiles"].join(".");
  if (valueAt(by.object, ...at, "valuesFile") !== undefined)
    return { why: `${[...at, "valuesFile"].join(".")} is not followed here` };
  const named = listAt(by.object, ...at, "valuesFiles").map(String);
  // Of a chart in a registry they are its own.
  const isFolder = chartFolder(by.object, at) !== undefined;
  const files = named.map((file) => (isFolder ? atTop(by.file, file) : existing(posix.join(folder, file))));
  const lost = named.find((_, index) => files[index] === undefined);
  if (lost !== undefined && valueAt(by.object, ...at, "ignoreMissingValuesFiles") !== true)
    return { why: `${field} names ${lost}, which is not found here` };
  const own = posix.join(folder, "values.yaml");
  // Helm reads these in any case.
  if (named.length > 0 && !files.includes(own) && isFile(own))
    return { why: `${field} leaves out the chart's own values` };
  return files.flatMap((file) => file ?? []);
}

function configText(one: FileObject, from: unknown, configs: readonly FileObject[]): string | undefined {
  if (textAt(from, "kind") !== "ConfigMap" || valueAt(from, "targetPath") !== undefined) return undefined;
  const home = one.object.metadata.namespace;
  const found = configs.filter(
    ({ object }) =>
      kindOf(object) === "/ConfigMap" &&
      object.metadata.name === textAt(from, "name") &&
      (object.metadata.namespace ?? home) === home,
  );
  const [only, second] = nearestConfigs(one, found);
  return only && !second ? textAt(only.object, "data", textAt(from, "valuesKey") ?? "values.yaml") : undefined;
}
