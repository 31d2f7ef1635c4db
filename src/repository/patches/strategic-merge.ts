import type { KubernetesObject } from "../../mesh/mesh";
import { apiGroup } from "../../objects/kubernetes-object";
import { isMap, textAt, valueAt } from "../../objects/object-paths";

/** By what entries of lists of Kubernetes' own kinds are merged; any other list is replaced. */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: "name",
  initContainers: "name",
  ephemeralContainers: "name",
  env: "name",
  volumes: "name",
  imagePullSecrets: "name",
  volumeMounts: "mountPath",
  volumeDevices: "devicePath",
  hostAliases: "ip",
  topologySpreadConstraints: "topologyKey",
  secrets: "name",
  webhooks: "name",
};

/** What cannot be told without Kubernetes' own schemas. */
const unknownDirectives = /"\$(retainKeys|setElementOrder|deleteFromPrimitiveList)/;

/** Whether a document is a merge that is carried out here. */
export function isMerge(value: unknown): value is Readonly<Record<string, unknown>> {
  return isMap(value) && !unknownDirectives.test(JSON.stringify(value));
}

/** An object as a patch makes it; undefined where it takes it out. */
export function mergedInto(object: KubernetesObject, patch: unknown): KubernetesObject | undefined {
  if (textAt(patch, "$patch") === "delete") return undefined;
  return merged(object, patch, isBuiltIn(object)) as KubernetesObject;
}

function isBuiltIn(object: KubernetesObject): boolean {
  const group = apiGroup(object);
  return !group.includes(".") || (group.endsWith(".k8s.io") && group !== "gateway.networking.k8s.io");
}

/** Maps field by field, null takes away; lists as a whole, but those that Kubernetes merges by a key. */
function merged(object: unknown, patch: unknown, isKeyed: boolean): unknown {
  if (!isMap(patch)) return patch;
  const { $patch: directive, ...fields } = patch;
  const base = isMap(object) && directive !== "replace" ? object : {};
  const kept = Object.entries(base).filter(([key]) => !Object.hasOwn(fields, key));
  const set = Object.entries(fields).flatMap(([key, value]) => {
    if (value === null || textAt(value, "$patch") === "delete") return [];
    return [[key, mergedValue(key, valueAt(base, key), value, isKeyed)]];
  });
  return Object.fromEntries([...kept, ...set]);
}

function mergedValue(key: string, was: unknown, value: unknown, isKeyed: boolean): unknown {
  if (!Array.isArray(value)) return merged(was, value, isKeyed);
  const isWhole = value.some((one) => textAt(one, "$patch") === "replace");
  const entries = value.filter((one) => textAt(one, "$patch") !== "replace");
  const by = isKeyed && !isWhole && Array.isArray(was) ? keyFor(key, was, entries) : undefined;
  return by === undefined || !Array.isArray(was) ? entries : mergedList(was, entries, by);
}

function keyFor(list: string, ...entries: readonly (readonly unknown[])[]): string | undefined {
  // Containers and Services have ports of two kinds.
  const keys = list === "ports" ? ["containerPort", "port"] : [mergeKeys[list]];
  return keys.find(
    (key) => key !== undefined && entries.every((some) => some.every((one) => valueAt(one, key) !== undefined)),
  );
}

/** Entries that are there are merged, others come before them, as kustomize puts them. */
function mergedList(list: readonly unknown[], patch: readonly unknown[], by: string): readonly unknown[] {
  const isSame = (a: unknown, b: unknown) => valueAt(a, by) === valueAt(b, by);
  const isDeleted = (one: unknown) => textAt(one, "$patch") === "delete";
  const kept = list.flatMap((one) => {
    const change = patch.find((it) => isSame(it, one));
    if (change === undefined) return [one];
    return isDeleted(change) ? [] : [merged(one, change, true)];
  });
  const added = patch.filter((one) => !isDeleted(one) && !list.some((it) => isSame(it, one)));
  return [...added, ...kept];
}
