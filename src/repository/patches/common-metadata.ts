import type { MeshPath } from "../../findings/finding";
import type { KubernetesObject } from "../../mesh/mesh";
import { apiGroup, kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { KustomizationFile } from "../kustomizations/file";
import type { FileObject } from "../objects/file-object";
import type { Patch } from "./patches";

/** Labels or annotations that a kustomization writes into all of its objects. */
interface Pairs {
  readonly part: "labels" | "annotations";
  readonly pairs: Readonly<Record<string, unknown>>;
  /** Where they stand in the kustomization. */
  readonly at: MeshPath;
  /** Whether the pods of workloads get them, too. */
  readonly inTemplates: boolean;
  /** Whether workloads select their pods by them, too. */
  readonly inSelectors?: boolean;
}

/**
 * What a kustomization writes into the metadata of every object, behind its patches: names, labels and annotations.
 * @param objects those that it builds
 */
export function metadataPatches(file: KustomizationFile, objects: readonly FileObject[]): readonly Patch[] {
  // A mesh has an IstioCNI or a ZTunnel of one name alone, and that is said of the field (KUS001).
  const isRefused = objects.some(({ object }) => /^sailoperator\.io\/(IstioCNI|ZTunnel)$/.test(kindOf(object)));
  return [...(isRefused ? [] : renaming(file)), ...pairsIn(file.source.value).flatMap((one) => writing(file, one))];
}

function pairsIn(value: unknown): readonly Pairs[] {
  const mapAt = (...path: MeshPath) => Object(valueAt(value, ...path)) as Readonly<Record<string, unknown>>;
  return [
    ...listAt(value, "labels").map(
      (entry, index): Pairs => ({
        part: "labels",
        pairs: mapAt("labels", index, "pairs"),
        at: ["labels", index, "pairs"],
        inTemplates: ["includeSelectors", "includeTemplates"].some((key) => valueAt(entry, key) === true),
        inSelectors: valueAt(entry, "includeSelectors") === true,
      }),
    ),
    { part: "labels", pairs: mapAt("commonLabels"), at: ["commonLabels"], inTemplates: true, inSelectors: true },
    { part: "annotations", pairs: mapAt("commonAnnotations"), at: ["commonAnnotations"], inTemplates: true },
    // Of Flux, which writes both on the objects and on nothing inside of them.
    ...(["labels", "annotations"] as const).map(
      (part): Pairs => ({
        part,
        pairs: mapAt("commonMetadata", part),
        at: ["commonMetadata", part],
        inTemplates: false,
      }),
    ),
  ];
}

/** Keys that somebody of the mesh or its delivery reads; of a Namespace any, as selectors choose it by what its owner likes. */
function isRead(key: string, { object }: { readonly object: KubernetesObject }): boolean {
  return (
    kindOf(object) === "/Namespace" || /(^|\.)istio\.io\/|^istio-|^argocd\.argoproj\.io\/|\.fluxcd\.io\//.test(key)
  );
}

function writing({ source }: KustomizationFile, all: Pairs): readonly Patch[] {
  const { part, pairs, at, inTemplates, inSelectors = false } = all;
  const entries = Object.entries(pairs);
  if (entries.length === 0) return [];
  const isSelecting = (object: KubernetesObject) => inSelectors && apiGroup(object) === "apps";
  const read = (object: KubernetesObject) =>
    isSelecting(object) ? entries : entries.filter(([key]) => isRead(key, { object }));
  const isOurs = ([, below, key]: MeshPath) => below === part && (key === undefined || Object.hasOwn(pairs, key));
  return [
    {
      value: pairs,
      fits: (object) => read(object).length > 0,
      apply: (object) => {
        const own = Object.fromEntries(read(object));
        const made = { ...object, metadata: withPairs(object.metadata, part, own) as KubernetesObject["metadata"] };
        const full = inTemplates ? withTemplate(made, part, own) : made;
        return isSelecting(object) ? withSelector(full, own) : full;
      },
      sets: (path) =>
        (path.length > 1 && path[0] === "metadata" && isOurs(path)) || (inSelectors && path[1] === "selector"),
      locate: ([, , key]) => source.locate(key !== undefined && Object.hasOwn(pairs, key) ? [...at, key] : at),
    },
  ];
}

function withPairs(metadata: unknown, part: Pairs["part"], pairs: Readonly<Record<string, unknown>>): unknown {
  return { ...Object(metadata), [part]: { ...Object(valueAt(metadata, part)), ...pairs } };
}

/** A workload whose pods get the same. */
function withTemplate(object: KubernetesObject, ...[part, pairs]: [Pairs["part"], Pairs["pairs"]]): KubernetesObject {
  const template = valueAt(object, "spec", "template");
  if (!["apps", "batch"].includes(apiGroup(object)) || typeof template !== "object" || template === null) return object;
  const made = { ...template, metadata: withPairs(valueAt(template, "metadata"), part, pairs) };
  return { ...object, spec: { ...Object(object["spec"]), template: made } };
}

/** A workload that selects its pods by the same: what it selects by cannot be changed once it is there. */
function withSelector(object: KubernetesObject, pairs: Pairs["pairs"]): KubernetesObject {
  const selector = Object(valueAt(object, "spec", "selector"));
  const made = { ...selector, matchLabels: { ...Object(selector.matchLabels), ...pairs } };
  return { ...object, spec: { ...Object(object["spec"]), selector: made } };
}

/** Kinds that others name in fields of which kustomize knows nothing: it renames the object, and not what is said of it. */
const named =
  /^(gateway\.networking\.k8s\.io|(networking|security|telemetry|extensions)\.istio\.io|sailoperator\.io)\//;

function renaming({ source }: KustomizationFile): readonly Patch[] {
  const [prefix, suffix] = ["namePrefix", "nameSuffix"].map((key) => textAt(source.value, key) ?? "");
  if (`${prefix}${suffix}` === "" || /[{}$]/.test(`${prefix}${suffix}`)) return [];
  const key = prefix === "" ? "nameSuffix" : "namePrefix";
  return [
    {
      value: { prefix, suffix },
      fits: (object) => named.test(kindOf(object)) || kindOf(object) === "/Service",
      apply: (object) => ({
        ...object,
        metadata: { ...object.metadata, name: `${prefix}${object.metadata.name}${suffix}` },
      }),
      sets: (path) => path.join(".") === "metadata.name",
      locate: () => source.locate([key]),
    },
  ];
}
