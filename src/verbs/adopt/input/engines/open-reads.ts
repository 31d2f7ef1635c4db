import type { KubernetesObject } from "../../../../objects/kubernetes-object";
import { valueAt } from "../../../../objects/object-paths";
import { ofApplication } from "../../../../repository/engine-reads/argo-reads";
import type { EngineRead, Where } from "../../../../repository/engine-reads/engine-read";
import type { FileObject } from "../../../../repository/objects/file-object";
import { isPatched } from "../../../../rules/engines/application-sources";
import { openFolders } from "./open-folders";

/**
 * What sets make of folders that they read if their generators make an Application of them. Which files of such a folder they take is not asked: where they
 * do not read it, somebody else may take the others.
 */
export function openReads(engines: readonly FileObject[], where: Where): readonly EngineRead[] {
  return engines.flatMap((one) => {
    const open = openFolders(one);
    if (!open) return [];
    return [...where.folders].sort().flatMap((folder) => {
      const found = open.at(folder);
      if (!found) return [];
      const made = { ...one, object: application(one.object, found.fill) };
      const read = ofApplication(one, made, where).filter((each) => each.folder === folder);
      return read.map(({ directory: _, ...each }) => (isSaidElsewhere(one.object) ? { ...each, adds: patched } : each));
    });
  });
}

const patched = { why: "spec.templatePatch may say more of it" };

function isSaidElsewhere(object: KubernetesObject): boolean {
  return isPatched(object, "kustomize", "helm", "plugin");
}

function application(object: KubernetesObject, fill: (text: string) => string): KubernetesObject {
  const template = Object(filledBy(valueAt(object, "spec", "template"), fill));
  return { ...template, apiVersion: object.apiVersion, kind: "Application" } as KubernetesObject;
}

function filledBy(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === "string") return fill(value);
  if (Array.isArray(value)) return value.map((entry) => filledBy(entry, fill));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, filledBy(entry, fill)]));
}
