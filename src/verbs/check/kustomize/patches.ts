import { existsSync } from "node:fs";
import { posix } from "node:path";
import type { MeshPath, Place } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import type { KubernetesObject } from "../../../mesh/mesh";
import { apiGroup } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { readTextFile } from "../../../source/read-text";
import { parseYamlDocuments, type YamlSource } from "../../../source/yaml-source";
import type { KustomizationFile } from "./file";

/** A strategic merge patch of a kustomization. */
export interface Patch {
  readonly value: Readonly<Record<string, unknown>>;
  readonly fits: (object: KubernetesObject) => boolean;
  /** Where a field is written that the patch sets. */
  readonly locate: (path: MeshPath) => Place;
}

/** The strategic merge patches of a kustomization, in their order; operations and directives are kustomize's to carry out. */
export function patchesOf(file: KustomizationFile): readonly Patch[] {
  return ["patchesStrategicMerge", "patches"].flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      const target = valueAt(entry, "target");
      return documentsOf(file, entry, [list, index]).flatMap(({ value, locate }) => {
        if (!isMerge(value)) return [];
        return [{ value, locate, fits: (object: KubernetesObject) => fits(object, target ?? ownTarget(value)) }];
      });
    }),
  );
}

function documentsOf(
  file: KustomizationFile,
  entry: unknown,
  at: MeshPath,
): readonly Pick<YamlSource, "value" | "locate">[] {
  const inline = typeof entry === "string" && entry.includes("\n") ? entry : textAt(entry, "patch");
  if (inline !== undefined) {
    const place = file.source.locate(typeof entry === "string" ? at : [...at, "patch"]);
    return parsed(inline, file.shown).map(({ value }) => ({ value, locate: () => place }));
  }
  const path = typeof entry === "string" ? entry : textAt(entry, "path");
  const absolute = path === undefined ? undefined : posix.resolve(file.folder, path);
  if (path === undefined || absolute === undefined || !existsSync(absolute)) return [];
  const shown = posix.join(posix.dirname(file.shown), path);
  return parsed(() => readTextFile(absolute, shown), shown);
}

/** What is wrong with the form of a patch is said where kustomizations are judged. */
function parsed(text: string | (() => string), shown: string): readonly YamlSource[] {
  try {
    return parseYamlDocuments(typeof text === "string" ? text : text(), shown);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function isMerge(value: unknown): value is Readonly<Record<string, unknown>> {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap && !/"\$(patch|retainKeys|setElementOrder|deleteFromPrimitiveList)/.test(JSON.stringify(value));
}

function ownTarget(value: unknown): unknown {
  const [group] = (textAt(value, "apiVersion") ?? "").includes("/")
    ? (textAt(value, "apiVersion") ?? "").split("/")
    : [""];
  const { name, namespace } = Object(valueAt(value, "metadata"));
  return { group, kind: textAt(value, "kind"), name, namespace };
}

/** Names are patterns, as kustomize takes them; what is chosen by labels is left alone. */
function fits(object: KubernetesObject, target: unknown): boolean {
  if (["labelSelector", "annotationSelector"].some((key) => valueAt(target, key) !== undefined)) return false;
  const [group, kind, name, namespace] = ["group", "kind", "name", "namespace"].map((key) => textAt(target, key));
  const matches = (pattern: string | undefined, text = "") =>
    pattern === undefined || pattern === "" || (isPattern(pattern) && new RegExp(`^(?:${pattern})$`).test(text));
  return (
    (group === undefined || group === apiGroup(object)) &&
    matches(kind, object.kind) &&
    matches(name, object.metadata.name) &&
    matches(namespace, object.metadata.namespace)
  );
}

function isPattern(text: string): boolean {
  return /^[\w.*|?()^$+-]+$/.test(text) && !/[*+?]{2}|^[*+?]|\([*+?]/.test(text);
}

/** As kustomize merges what no schema of its own describes: maps field by field, lists as a whole, null takes away. */
export function merged(object: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const base = typeof object === "object" && object !== null && !Array.isArray(object) ? object : {};
  const kept = Object.entries(base).filter(([key]) => !Object.hasOwn(patch, key));
  const set = Object.entries(patch).flatMap(([key, value]) =>
    value === null ? [] : [[key, merged(valueAt(base, key), value)] as const],
  );
  // An object without a prototype takes any key as a field.
  return Object.fromEntries([...kept, ...set]);
}
