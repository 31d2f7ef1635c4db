import { posix } from "node:path";
import type { MeshPath } from "../findings/finding";
import { kindOf } from "../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../objects/object-paths";
import { releaseName, releaseNamespace } from "../rules/charts/release-name";
import { isPatched, sourcesIn } from "../rules/engines/application-sources";
import { isOpen } from "../rules/engines/set-templates";
import { kustomizationNames } from "../source/manifest-object";
import { type AddedFields, argoFields, fluxFields, releaseFields } from "./added-fields";
import { applicationsOfSet } from "./applications";
import { chartSource, localChart, named, registryChart } from "./chart-source";
import type { FileObject } from "./file-object";
import { argoValues, fluxValues, type GivenValues } from "./given-values";
import { chartFolder, isFile, isFolder, rootsOf } from "./paths";

/** A chart as an engine has Helm build it. */
export interface ReadChart extends GivenValues {
  readonly release: string;
  readonly namespace: string | undefined;
  /** What is added to what it becomes, step by step. */
  readonly after: readonly AddedFields[];
}

/** What an engine makes of a folder beside what stands there; `words` name the fields that say it, and are empty where none does. */
export type Adds =
  | { readonly fields: AddedFields; readonly words: string }
  | { readonly chart: ReadChart; readonly words: string }
  | { readonly why: string };

/** A folder that an engine reads, and what it adds to it. */
export interface EngineRead {
  readonly by: FileObject;
  /** Absolute. */
  readonly folder: string;
  /** Undefined where what stands there is applied as it stands. */
  readonly adds: Adds | undefined;
  /** Of a folder of plain manifests that Argo CD reads: how it does. */
  readonly directory?: unknown;
  /** The Application: the object itself, or what a set makes. */
  readonly made?: FileObject;
}

/** Where engines' objects read from. */
export interface Around {
  /** ConfigMaps with values, and sources of charts, which they may name. */
  readonly others: readonly FileObject[];
  /** Folders that are known to be there: a generator of Argo CD takes its elements from them. */
  readonly folders: ReadonlySet<string>;
  /** Where the repository begins, as far as nothing else says it. */
  readonly top: string;
}

interface Where extends Around {
  /** Charts that are known to be here. */
  readonly charts: readonly string[];
}

/** What engines read and make of it: each folder with what is added to it, and what of that nobody here can follow. */
export function engineReads(engines: readonly FileObject[], around: Around): readonly EngineRead[] {
  const where = { ...around, charts: [...around.folders].filter(isChart) };
  return engines.flatMap((one): readonly EngineRead[] => {
    switch (kindOf(one.object)) {
      case "kustomize.toolkit.fluxcd.io/Kustomization":
        return ofKustomization(one, where);
      case "helm.toolkit.fluxcd.io/HelmRelease":
        return ofRelease(one, where);
      case "argoproj.io/Application":
        return ofApplication(one, one, where);
      default:
        return ofSet(one, where);
    }
  });
}

function ofKustomization(one: FileObject, { top }: Where): readonly EngineRead[] {
  const path = textAt(one.object, "spec", "path") ?? "";
  const folder = folderOf(one, path, top);
  if (folder === undefined) return [];
  const adds = changing(fluxFields(one.object));
  // Of whoever reads all of a repository it is taken that it begins here only where something has to be said of it.
  return adds === undefined && isAll(path) ? [] : [{ by: one, folder, adds }];
}

function changing(fields: AddedFields): Adds | undefined {
  if (fields.lost !== undefined) return { why: fields.lost };
  if (fields.fields.length === 0) return undefined;
  return { fields, words: `${fields.at.join(".")}: ${[...new Set(fields.fields.flatMap(wordsOf))].join(", ")}` };
}

function wordsOf({ key, value }: AddedFields["fields"][number]): readonly string[] {
  if (key === "commonMetadata") return Object.keys(Object(value));
  return [key === "patchesJson6902" ? "patches" : key];
}

function ofRelease(one: FileObject, { others, charts, top }: Where): readonly EngineRead[] {
  const source = chartSource(one, others);
  const path = source && chartFolder(source.by.object, source.at);
  const found = path === undefined ? undefined : folderOf(source?.by ?? one, path, top);
  if (path !== undefined && (found === undefined || !isChart(found))) return [];
  const chart = path === undefined ? registryChart(one, others) : undefined;
  const local = found !== undefined ? { folder: found } : chart && localChart(chart, charts);
  if (!local) return [];
  const { folder, why } = local;
  if (why !== undefined) return [{ by: one, folder, adds: { why } }];
  const given = fluxValues(one, others, { folder, source });
  const keys = ["values", "valuesFrom", "postRenderers", "commonMetadata"].filter(
    (key) => Object.keys(Object(valueAt(one.object, "spec", key))).length > 0,
  );
  const isFiled = source && listAt(source.by.object, ...source.at, "valuesFiles").length > 0;
  const said = [...keys, ...(isFiled ? ["valuesFiles of its chart"] : [])];
  const after = releaseFields(one.object).filter(({ fields }) => fields.length > 0);
  const read = { release: releaseName(one.object), namespace: releaseNamespace(one.object), ...given, after };
  return [{ by: one, folder, adds: builtBy(read, said.length > 0 ? `spec: ${said.join(", ")}` : "") }];
}

function builtBy(chart: ReadChart, words: string): Adds {
  return chart.lost === undefined ? { chart, words } : { why: chart.lost };
}

/** @param made the Application itself, or one of a set with what it is filled with */
function ofApplication(by: FileObject, made: FileObject, where: Where): readonly EngineRead[] {
  return sourcesIn(made.object).flatMap((source): readonly EngineRead[] => {
    const path = textAt(made.object, ...source, "path");
    const chart = textAt(made.object, ...source, "chart");
    if (chart !== undefined && path === undefined) {
      const at = [...source, "targetRevision"];
      const local = localChart(named(chart, textAt(made.object, ...at), at.join(".")), where.charts);
      if (!local) return [];
      const adds = local.why === undefined ? argoAdds(made, source, local.folder) : { why: local.why };
      return [{ by, folder: local.folder, adds, made }];
    }
    const folder = path === undefined ? undefined : folderOf(made, path, where.top);
    if (path === undefined || folder === undefined) return [];
    const adds = argoAdds(made, source, folder);
    if (adds === undefined && isAll(path)) return [];
    const isPlain = adds === undefined && !isKustomization(folder) && !isBuilt(made.object, source);
    const directory = isPlain ? (valueAt(made.object, ...source, "directory") ?? {}) : undefined;
    return [{ by, folder, adds, made, ...(directory !== undefined && { directory }) }];
  });
}

/** How an Application has the chart of a source built. */
function argoChart(made: FileObject, source: MeshPath, folder: string): Adds {
  const { object } = made;
  const at = [...source, "helm"];
  const keys = Object.keys(Object(valueAt(object, ...at))).filter((key) => argoKeys.includes(key));
  const read = {
    release: textAt(object, ...at, "releaseName") ?? object.metadata.name,
    namespace: textAt(object, ...at, "namespace") ?? textAt(object, "spec", "destination", "namespace"),
    ...argoValues(made, source, { folder }),
    after: [],
  };
  return builtBy(read, keys.length > 0 ? `${at.join(".")}: ${keys.join(", ")}` : "");
}

const argoKeys: readonly string[] = ["valueFiles", "values", "valuesObject", "parameters", "fileParameters"];

function isBuilt(object: FileObject["object"], source: MeshPath): boolean {
  return ["helm", "kustomize", "plugin"].some((key) => valueAt(object, ...source, key) !== undefined);
}

function argoAdds(made: FileObject, source: MeshPath, folder: string): Adds | undefined {
  const { object } = made;
  const open = ["kustomize", "helm", "plugin"].find((key) =>
    isOpen(JSON.stringify(valueAt(object, ...source, key) ?? "")),
  );
  if (open !== undefined) return { why: `${[...source, open].join(".")} holds what its generators fill in` };
  if (valueAt(object, ...source, "plugin") !== undefined)
    return { why: `${[...source, "plugin"].join(".")} builds it` };
  if (isKustomization(folder)) {
    const at = [...source, "kustomize"];
    return changing(argoFields(valueAt(object, ...at), at));
  }
  return isChart(folder) ? argoChart(made, source, folder) : undefined;
}

function ofSet(one: FileObject, where: Where): readonly EngineRead[] {
  const isElsewhere = isPatched(one.object, "source", "sources", "kustomize", "helm", "plugin", "path");
  const all = rootsOf(one.file).map((root) =>
    applicationsOfSet(one, root, where.folders).flatMap((made) => ofApplication(one, made, where)),
  );
  const found = all.find((made) => made.length > 0) ?? [];
  return isElsewhere
    ? found.map((each) => ({ ...each, adds: { why: "spec.templatePatch may say more of it" } }))
    : found;
}

/** Where a path leads that begins at the top of the repository, whichever folder above that is. */
function folderOf({ file }: FileObject, path: string, top: string): string | undefined {
  const inside = posix.normalize(path).replace(/^\/+|\/+$/g, "");
  if (inside.startsWith("..") || isOpen(inside)) return undefined;
  if (isAll(path)) return top;
  return rootsOf(file)
    .map((root) => posix.join(root, inside))
    .find(isFolder);
}

function isAll(path: string): boolean {
  return ["", "."].includes(posix.normalize(path).replace(/^\/+|\/+$/g, ""));
}

export function isChart(folder: string): boolean {
  return isFile(posix.join(folder, "Chart.yaml"));
}

export function isKustomization(folder: string): boolean {
  return kustomizationNames.some((name) => isFile(posix.join(folder, name)));
}
