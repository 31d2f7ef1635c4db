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
import { operated, operationsIn } from "./json-patch";

/** A patch of a kustomization. */
export interface Patch {
  /** As it is written. */
  readonly value: unknown;
  /** An object as the patch makes it; undefined where it takes it out. */
  readonly apply: (object: KubernetesObject) => KubernetesObject | undefined;
  readonly fits: (object: KubernetesObject) => boolean;
  /** Whether the patch is where a field is written. */
  readonly sets: (path: MeshPath) => boolean;
  /** Where a field is written that the patch sets. */
  readonly locate: (path: MeshPath) => Place;
}

/** The patches of a kustomization, in their order; directives inside of a merge are kustomize's to carry out. */
export function patchesOf(file: KustomizationFile): readonly Patch[] {
  return ["patchesStrategicMerge", "patches", "patchesJson6902"].flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      const target = valueAt(entry, "target");
      return documentsOf(file, entry, [list, index]).flatMap(({ value, locate }) => {
        const how = merging(value, locate) ?? operating(value, locate);
        // Operations do not say themselves what they are for.
        if (!how || (Array.isArray(value) && target === undefined)) return [];
        return [{ ...how, value, fits: (object: KubernetesObject) => fits(object, target ?? ownTarget(value)) }];
      });
    }),
  );
}

type How = Pick<Patch, "apply" | "sets" | "locate">;

function merging(value: unknown, locate: Patch["locate"]): How | undefined {
  if (textAt(value, "$patch") === "delete") return { apply: () => undefined, sets: () => false, locate };
  if (!isMerge(value)) return undefined;
  // A target may choose objects by other names than the patch has.
  const { kind: _, apiVersion: __, metadata, ...rest } = value as Partial<KubernetesObject> & Record<string, unknown>;
  const { name: ___, namespace: ____, ...kept } = Object(metadata) as Record<string, unknown>;
  const patch = { ...rest, ...(Object.keys(kept).length > 0 && { metadata: kept }) };
  const hasList = JSON.stringify(patch).includes("[");
  return {
    // Lists of Kubernetes' own kinds are merged by keys that each has of its own.
    apply: (object) => (hasList && isBuiltIn(object) ? object : (merged(object, patch) as KubernetesObject)),
    sets: (path) => path.length > 0 && valueAt(patch, ...path) !== undefined,
    locate,
  };
}

function isBuiltIn(object: KubernetesObject): boolean {
  const group = apiGroup(object);
  return !group.includes(".") || (group.endsWith(".k8s.io") && group !== "gateway.networking.k8s.io");
}

function operating(value: unknown, locate: Patch["locate"]): How | undefined {
  const operations = operationsIn(value);
  if (!operations) return undefined;
  const isAt = (path: MeshPath, at: readonly string[]) =>
    at.length <= path.length && at.every((key, index) => key === String(path[index]));
  return {
    // What finds nothing to work on is refused as a whole.
    apply: (object) => (operated(object, operations) as KubernetesObject | undefined) ?? object,
    sets: (path) => operations.some((one) => isAt(path, one.path)),
    locate: (path) => {
      const index = operations.findLastIndex((one) => isAt(path, one.path));
      return locate(index < 0 ? [] : [index]);
    },
  };
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
    pattern === undefined ||
    pattern === "" ||
    pattern === text ||
    (isPattern(pattern) && new RegExp(`^(?:${pattern})$`).test(text));
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
function merged(object: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const base = typeof object === "object" && object !== null && !Array.isArray(object) ? object : {};
  const kept = Object.entries(base).filter(([key]) => !Object.hasOwn(patch, key));
  const set = Object.entries(patch).flatMap(([key, value]) =>
    value === null ? [] : [[key, merged(valueAt(base, key), value)] as const],
  );
  // An object without a prototype takes any key as a field.
  return Object.fromEntries([...kept, ...set]);
}
