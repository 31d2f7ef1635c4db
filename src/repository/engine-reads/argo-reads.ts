import type { MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { isPatched, sourcesIn } from "../../rules/engines/application-sources";
import { patchedFor } from "../../rules/engines/patched-sets";
import { repositoryOf } from "../../rules/engines/repositories";
import { isOpen } from "../../rules/engines/set-templates";
import type { FileObject } from "../objects/file-object";
import { argoFields } from "./added-fields";
import { applicationsOfSet, setElements } from "./applications";
import { localChart, named } from "./chart-source";
import { type Adds, builtBy, changing, type EngineRead, type Where } from "./engine-read";
import { argoValues } from "./given-values";
import { folderOf, isAll, isChart, isKustomization, rootsOf } from "./paths";
import { overridden } from "./source-overrides";

/** @param made the Application itself, or one of a set with what it is filled with */
export function ofApplication(by: FileObject, made: FileObject, where: Where): readonly EngineRead[] {
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
    const { one, files, lost } = overridden(made, source, folder);
    const adds = lost === undefined ? inFiles(argoAdds(one, source, folder), files) : { why: lost };
    if (adds === undefined && isAll(path)) return [];
    const isPlain = adds === undefined && !isKustomization(folder) && !isBuilt(one.object, source);
    const directory = isPlain ? (valueAt(one.object, ...source, "directory") ?? {}) : undefined;
    const from = repositoryOf(textAt(made.object, ...source, "repoURL"));
    return [{ by, folder, adds, made, from, ...(directory !== undefined && { directory }) }];
  });
}

/** The files say a part of that. */
function inFiles(adds: Adds | undefined, files: readonly string[]): Adds | undefined {
  return adds && "words" in adds ? { ...adds, words: [adds.words, ...files].filter(Boolean).join(", ") } : adds;
}

/** How an Application has the chart of a source built. */
function argoChart(made: FileObject, source: MeshPath, folder: string): Adds {
  const { object } = made;
  const at = [...source, "helm"];
  const apiVersions = listAt(object, ...at, "apiVersions").map(String);
  const keys = Object.keys(Object(valueAt(object, ...at))).filter((key) => argoKeys.includes(key));
  const read = {
    release: textAt(object, ...at, "releaseName") ?? object.metadata.name,
    namespace: textAt(object, ...at, "namespace") ?? textAt(object, "spec", "destination", "namespace"),
    by: "argocd" as const,
    kubeVersion: textAt(object, ...at, "kubeVersion"),
    apiVersions: apiVersions.length > 0 ? apiVersions : undefined,
    skipsSchema: valueAt(object, ...at, "skipSchemaValidation") === true,
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

/** What a set makes for each of its elements. */
export function ofSet(one: FileObject, where: Where): readonly EngineRead[] {
  const keys = ["source", "sources", "kustomize", "helm", "plugin", "path"];
  const elements = setElements(one, where.folders);
  const isElsewhere = elements.some(({ parameters }) => isPatched(patchedFor(one.object, parameters), ...keys));
  const all = rootsOf(one.file).map((root) =>
    applicationsOfSet(one, root, where.folders).flatMap((made) => ofApplication(one, made, where)),
  );
  const found = all.find((made) => made.length > 0) ?? [];
  return isElsewhere
    ? found.map((each) => ({ ...each, adds: { why: "spec.templatePatch may say more of it" } }))
    : found;
}
