import { posix } from "node:path";
import type { MeshPath } from "../../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../../objects/object-paths";
import { isFolder } from "../../../check/engines/named-paths";
import type { Adds } from "./adds";

type Fields = Readonly<Record<string, unknown>>;

/** What a Kustomization of Flux makes of the folder that it reads; undefined where that is what stands there. */
export function fluxChanges(object: unknown, folder: string): Adds | undefined {
  const spec = (...path: readonly string[]) => valueAt(object, "spec", ...path);
  const components = listAt(object, "spec", "components").map(String);
  const isLenient = spec("ignoreMissingComponents") === true;
  return kustomized(["spec"], {
    patches: [...listAt(object, "spec", "patches"), ...jsonPatches(spec("patchesJson6902"))],
    patchesStrategicMerge: texts(spec("patchesStrategicMerge")),
    images: spec("images"),
    components: inFolder(components, folder, isLenient),
    namespace: spec("targetNamespace"),
    namePrefix: spec("namePrefix"),
    nameSuffix: spec("nameSuffix"),
    ...metadata(spec("commonMetadata")),
  });
}

/** Patches that a HelmRelease puts over what its chart becomes. */
export function rendererChanges(renderer: unknown): Fields {
  const of = (key: string) => valueAt(renderer, "kustomize", key);
  return filled({
    patches: [...listAt(renderer, "kustomize", "patches"), ...jsonPatches(of("patchesJson6902"))],
    patchesStrategicMerge: texts(of("patchesStrategicMerge")),
    images: of("images"),
  });
}

/** Labels and annotations that are set on the objects themselves, and on nothing inside of them. */
export function metadata(common: unknown): Fields {
  const [labels, annotations] = ["labels", "annotations"].map((key) => valueAt(common, key));
  const transformer = {
    apiVersion: "builtin",
    kind: "AnnotationsTransformer",
    metadata: { name: "common" },
    annotations,
    fieldSpecs: [{ path: "metadata/annotations", create: true }],
  };
  return {
    labels: isNothing(labels) ? [] : [{ pairs: labels, includeSelectors: false }],
    transformers: isNothing(annotations) ? [] : [JSON.stringify(transformer)],
  };
}

/** Keys by which a source of Argo CD changes nothing that is read here. */
const harmless: readonly string[] = ["version", "kubeVersion", "apiVersions", "ignoreMissingComponents"];
const flags: readonly string[] = [
  "forceCommonLabels",
  "forceCommonAnnotations",
  "labelWithoutSelector",
  "labelIncludeTemplates",
  "commonAnnotationsEnvsubst",
];
const known: readonly string[] = [
  ...["patches", "images", "replicas", "components", "namespace", "namePrefix", "nameSuffix"],
  ...["commonLabels", "commonAnnotations"],
];

/** The same of a source of an Application, whose folder is a kustomization. */
export function argoChanges(object: unknown, source: MeshPath, folder: string): Adds | undefined {
  const at = [...source, "kustomize"];
  const of = (key: string) => valueAt(object, ...at, key);
  const keys = Object.entries(Object(valueAt(object, ...at))).flatMap(([key, value]) =>
    isNothing(value) ? [] : [key],
  );
  const strange = keys.find((key) => ![...harmless, ...flags, ...known].includes(key));
  if (strange !== undefined) return { why: `${[...at, strange].join(".")} is not followed here` };
  if (of("commonAnnotationsEnvsubst") === true && JSON.stringify(of("commonAnnotations") ?? "").includes("$"))
    return { why: `${[...at, "commonAnnotations"].join(".")} holds variables of the build` };
  const labels = of("commonLabels");
  const isApart = of("labelWithoutSelector") === true;
  const pairs = { pairs: labels, includeSelectors: false, includeTemplates: of("labelIncludeTemplates") === true };
  return kustomized(at, {
    patches: of("patches"),
    images: listAt(object, ...at, "images").map((one) => image(String(one))),
    replicas: listAt(object, ...at, "replicas").map((one) => ({
      name: textAt(one, "name"),
      count: Number(valueAt(one, "count")),
    })),
    components: inFolder(
      listAt(object, ...at, "components").map(String),
      folder,
      of("ignoreMissingComponents") === true,
    ),
    namespace: of("namespace"),
    namePrefix: of("namePrefix"),
    nameSuffix: of("nameSuffix"),
    commonAnnotations: of("commonAnnotations"),
    ...(isApart ? { labels: isNothing(labels) ? [] : [pairs] } : { commonLabels: labels }),
  });
}

function kustomized(at: MeshPath, fields: Fields): Adds | undefined {
  const kustomization = filled(fields);
  const keys = Object.keys(kustomization);
  if (keys.length === 0) return undefined;
  return { kustomization, words: `${at.join(".")}: ${keys.map((key) => fluxNames[key] ?? key).join(", ")}` };
}

/** What is written there is called otherwise in a kustomization. */
const fluxNames: Readonly<Record<string, string>> = { transformers: "annotations" };

function filled(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value)));
}

export function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}

/** Components that are named from the folder; the temporary kustomization stands elsewhere, and takes them by whole paths. */
function inFolder(components: readonly string[], folder: string, isLenient: boolean): readonly string[] {
  return components.map((one) => posix.join(folder, one)).filter((one) => !isLenient || isFolder(one));
}

function jsonPatches(patches: unknown): readonly unknown[] {
  return listOf(patches).map((one) => ({
    target: valueAt(one, "target"),
    patch: JSON.stringify(valueAt(one, "patch")),
  }));
}

function texts(patches: unknown): readonly string[] {
  return listOf(patches).map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `name=new:tag`, `name:tag` and `name@digest`, as Argo CD hands them to `kustomize edit set image`. */
function image(text: string): Fields {
  const [, name, rest] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  const [whole, digest] = (rest ?? text).split("@");
  const [, base = "", tag] = /^(.*?)(?::([^:/]+))?$/.exec(whole ?? "") ?? [];
  return {
    name: name ?? base,
    ...(name !== undefined && { newName: base }),
    ...(tag !== undefined && { newTag: tag }),
    ...(digest !== undefined && { digest }),
  };
}
