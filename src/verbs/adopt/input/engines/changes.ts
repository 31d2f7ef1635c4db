import { existsSync } from "node:fs";
import { posix, resolve } from "node:path";
import type { MeshPath } from "../../../../findings/finding";
import { commandLine } from "../../../../gates/quote";
import { type KubernetesObject, kindOf, objectId } from "../../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../../objects/object-paths";
import { isPatched, sourcesIn } from "../../../../rules/engines/application-sources";
import { isOpen } from "../../../../rules/engines/set-templates";
import { kustomizationNames } from "../../../../source/manifest-object";
import { chartFolder, isFile, isFolder, rootsOf } from "../../../check/engines/named-paths";
import type { FileObject } from "../../../check/read-objects";
import type { Adds } from "./adds";
import { applicationsOfSet } from "./applications";
import type { EngineObjects } from "./engine-objects";
import { chartSource, localChart, named, registryChart } from "./flux-chart-source";
import { argoChart, fluxChart } from "./helm-changes";
import { argoChanges, fluxChanges } from "./kustomize-changes";

/** A folder that an engine reads, and what it adds to it. */
export interface Change {
  readonly by: FileObject;
  /** Absolute. */
  readonly folder: string;
  /** Undefined where what stands there is applied as it stands. */
  readonly adds: Adds | undefined;
  /** The command that prints what is applied. */
  readonly bring: string;
  /** Of a folder of plain manifests that Argo CD reads: how it does. */
  readonly directory?: unknown;
  /** The Application itself, where a set makes it. @default `by` */
  readonly made?: FileObject;
}

/**
 * What engines make of folders.
 * @param folders those that are known to be there: a generator of Argo CD takes its elements from them
 * @param top where the repository begins, as far as nothing else says it
 */
export function changesOf(
  { engines, configs }: EngineObjects,
  folders: ReadonlySet<string>,
  top: string,
): readonly Change[] {
  const where = { charts: [...folders].filter(isChart), top };
  return engines.flatMap((one): readonly Change[] => {
    switch (kindOf(one.object)) {
      case "kustomize.toolkit.fluxcd.io/Kustomization":
        return ofKustomization(one, top);
      case "helm.toolkit.fluxcd.io/HelmRelease":
        return ofRelease(one, configs, where);
      case "argoproj.io/Application":
        return ofApplication(one, one, where);
      default:
        return ofSet(one, folders, where);
    }
  });
}

interface Where {
  /** Charts that are known to be here. */
  readonly charts: readonly string[];
  readonly top: string;
}

function ofKustomization(one: FileObject, top: string): readonly Change[] {
  const { name, namespace = "flux-system" } = one.object.metadata;
  const path = textAt(one.object, "spec", "path") ?? "";
  const folder = folderOf(one, path, top);
  if (folder === undefined) return [];
  const adds = fluxChanges(one.object, folder);
  // Of whoever reads all of a repository it is taken that it begins here only where something has to be said of it.
  if (adds === undefined && isAll(path)) return [];
  const bring = commandLine("flux", "build", "kustomization", name, "-n", namespace, "--path", path || ".");
  return [{ by: one, folder, adds, bring: adopting(bring) }];
}

function ofRelease(one: FileObject, others: readonly FileObject[], { charts, top }: Where): readonly Change[] {
  const source = chartSource(one, others);
  const path = source && chartFolder(source.by.object, source.at);
  const { name, namespace } = one.object.metadata;
  const target = textAt(one.object, "spec", "targetNamespace");
  const release = textAt(one.object, "spec", "releaseName") ?? (target === undefined ? name : `${target}-${name}`);
  const home = target ?? namespace;
  const bring = adopting(commandLine("helm", "get", "manifest", release, ...(home === undefined ? [] : ["-n", home])));
  if (path !== undefined) {
    const folder = folderOf(source?.by ?? one, path, top);
    return folder !== undefined && isChart(folder)
      ? [{ by: one, folder, adds: fluxChart(one, folder, others, source), bring }]
      : [];
  }
  const chart = registryChart(one, others);
  const local = chart && localChart(chart, charts);
  if (!local) return [];
  const adds = local.why === undefined ? fluxChart(one, local.folder, others, source) : { why: local.why };
  return [{ by: one, folder: local.folder, adds, bring }];
}

/** @param made the Application itself, or one of a set with what it is filled with */
function ofApplication(by: FileObject, made: FileObject, { charts, top }: Where): readonly Change[] {
  const bring = adopting(commandLine("argocd", "app", "manifests", made.object.metadata.name));
  return sourcesIn(made.object).flatMap((source): readonly Change[] => {
    const path = textAt(made.object, ...source, "path");
    const chart = textAt(made.object, ...source, "chart");
    if (chart !== undefined && path === undefined) {
      const at = [...source, "targetRevision"];
      const local = localChart(named(chart, textAt(made.object, ...at), at.join(".")), charts);
      if (!local) return [];
      const adds = local.why === undefined ? argoAdds(made, source, local.folder) : { why: local.why };
      return [{ by, folder: local.folder, adds, bring, made }];
    }
    const folder = path === undefined ? undefined : folderOf(made, path, top);
    if (path === undefined || folder === undefined) return [];
    const adds = argoAdds(made, source, folder);
    if (adds === undefined && isAll(path)) return [];
    const isPlain = adds === undefined && !isKustomization(folder) && !isBuilt(made.object, source);
    const directory = isPlain ? (valueAt(made.object, ...source, "directory") ?? {}) : undefined;
    return [{ by, folder, adds, bring, made, ...(directory !== undefined && { directory }) }];
  });
}

function isBuilt(object: KubernetesObject, source: MeshPath): boolean {
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
  if (isKustomization(folder)) return argoChanges(object, source, folder);
  return isChart(folder) ? argoChart(made, source, folder) : undefined;
}

function ofSet(one: FileObject, folders: ReadonlySet<string>, where: Where): readonly Change[] {
  const isElsewhere = isPatched(one.object, "source", "sources", "kustomize", "helm", "plugin", "path");
  const all = rootsOf(one.file).map((root) =>
    applicationsOfSet(one, root, folders).flatMap((made) => ofApplication(one, made, where)),
  );
  const found = all.find((made) => made.length > 0) ?? [];
  return isElsewhere
    ? found.map((each) => ({ ...each, adds: { why: "spec.templatePatch may say more of it" } }))
    : found;
}

/** Has what a command prints adopted. */
export function adopting(command: string): string {
  return `${command} | meshstep adopt -`;
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

/** Where the repository begins: the folder of its .git above the inputs, or the working directory. */
export function topOf(inputs: readonly string[], cwd: string): string {
  const [first = "."] = inputs.filter((one) => one !== "-");
  const top = rootsOf(posix.join(resolve(cwd, first), "x")).at(-1) ?? cwd;
  return existsSync(posix.join(top, ".git")) ? top : cwd;
}

/** `Application/argocd/mesh`, for each of those that make the same of a folder. */
export function idsOf(changes: readonly Change[]): readonly string[] {
  return [...new Set(changes.map(({ by }) => objectId(by.object)))];
}
