import type { MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";

/** A field of a kustomization that an engine's object adds to a folder. */
export interface AddedField {
  /** As kustomize calls it; `commonMetadata` is Flux's own, and is written on the objects alone. */
  readonly key: string;
  /** As a kustomization would hold it. */
  readonly value: unknown;
  /** Where the engine's object says it. */
  readonly at: MeshPath;
  /** How many steps of a path inside of the value are not written there. @default 0 */
  readonly steps?: number;
}

/** What an engine adds to a folder. */
export interface AddedFields {
  /** Where it says so. */
  readonly at: MeshPath;
  readonly fields: readonly AddedField[];
  /** What of it nobody can follow who is not that engine. */
  readonly lost?: string;
  /** Whether components that are not there are passed over. */
  readonly isLenient: boolean;
}

/** What a Kustomization of Flux adds to the folder that it reads. */
export function fluxFields(object: unknown): AddedFields {
  return {
    at: ["spec"],
    isLenient: valueAt(object, "spec", "ignoreMissingComponents") === true,
    fields: filled([
      ...patches(valueAt(object, "spec"), ["spec"]),
      ...["images", "components"].map((key) => ({ key, value: listAt(object, "spec", key), at: ["spec", key] })),
      ...["namePrefix", "nameSuffix", "commonMetadata"].map((key) => ({
        key,
        value: valueAt(object, "spec", key),
        at: ["spec", key],
      })),
      { key: "namespace", value: valueAt(object, "spec", "targetNamespace"), at: ["spec", "targetNamespace"] },
    ]),
  };
}

/** What a HelmRelease puts over what its chart becomes, in the order in which it does. */
export function releaseFields(object: unknown): readonly AddedFields[] {
  const renderers = listAt(object, "spec", "postRenderers").map((one, index) => {
    const at = ["spec", "postRenderers", index, "kustomize"];
    const images = { key: "images", value: listAt(one, "kustomize", "images"), at: [...at, "images"] };
    return { at, isLenient: false, fields: filled([...patches(valueAt(one, "kustomize"), at), images]) };
  });
  const at = ["spec", "commonMetadata"];
  const common = { key: "commonMetadata", value: valueAt(object, ...at), at };
  return [...renderers, { at, isLenient: false, fields: filled([common]) }];
}

/** Keys by which a source of Argo CD changes nothing that is read here, and those that say how others are meant. */
const harmless: readonly string[] = ["version", "kubeVersion", "apiVersions", "ignoreMissingComponents"];
const flags: readonly string[] = [
  ...["forceCommonLabels", "forceCommonAnnotations", "labelWithoutSelector", "labelIncludeTemplates"],
  "commonAnnotationsEnvsubst",
];
const known: readonly string[] = [
  ...["patches", "images", "replicas", "components", "namespace", "namePrefix", "nameSuffix"],
  ...["commonLabels", "commonAnnotations"],
];

/**
 * What a source of Argo CD adds to a kustomization.
 * @param value what stands at `kustomize` of the source, filled in where a set makes it
 * @param at where that is
 */
export function argoFields(value: unknown, at: MeshPath): AddedFields {
  const of = (key: string) => valueAt(value, key);
  const strange = Object.entries(Object(value)).find(
    ([key, one]) => !isNothing(one) && ![...harmless, ...flags, ...known].includes(key),
  );
  const isSubstituted =
    of("commonAnnotationsEnvsubst") === true && JSON.stringify(of("commonAnnotations") ?? "").includes("$");
  const lost = strange
    ? `${[...at, strange[0]].join(".")} is not followed here`
    : isSubstituted
      ? `${[...at, "commonAnnotations"].join(".")} holds variables of the build`
      : undefined;
  const plain = ["namespace", "namePrefix", "nameSuffix", "commonAnnotations"];
  const labels = of("commonLabels");
  const pairs = { pairs: labels, includeSelectors: false, includeTemplates: of("labelIncludeTemplates") === true };
  const isApart = of("labelWithoutSelector") === true && !isNothing(labels);
  return {
    at,
    isLenient: of("ignoreMissingComponents") === true,
    ...(lost !== undefined && { lost }),
    fields: filled([
      ...["patches", "components"].map((key) => ({ key, value: listAt(value, key), at: [...at, key] })),
      ...plain.map((key) => ({ key, value: of(key), at: [...at, key] })),
      { key: "images", value: listAt(value, "images").map((one) => image(String(one))), at: [...at, "images"] },
      { key: "replicas", value: listAt(value, "replicas").map(replica), at: [...at, "replicas"] },
      isApart
        ? { key: "labels", value: [pairs], at: [...at, "commonLabels"], steps: 2 }
        : { key: "commonLabels", value: labels, at: [...at, "commonLabels"] },
    ]),
  };
}

export function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}

function filled(fields: readonly AddedField[]): readonly AddedField[] {
  return fields.filter(({ value }) => !isNothing(value));
}

/** Flux takes the older ways to write patches as well. */
function patches(value: unknown, at: MeshPath): readonly AddedField[] {
  const json = listAt(value, "patchesJson6902").map((one) => ({
    target: valueAt(one, "target"),
    patch: JSON.stringify(valueAt(one, "patch")),
  }));
  const merges = listAt(value, "patchesStrategicMerge").map((one) =>
    typeof one === "string" ? one : JSON.stringify(one),
  );
  return [
    { key: "patches", value: listAt(value, "patches"), at: [...at, "patches"] },
    { key: "patchesStrategicMerge", value: merges, at: [...at, "patchesStrategicMerge"] },
    { key: "patchesJson6902", value: json, at: [...at, "patchesJson6902"] },
  ];
}

function replica(one: unknown) {
  return { name: textAt(one, "name"), count: Number(valueAt(one, "count")) };
}

/** `name=new:tag`, `name:tag` and `name@digest`, as Argo CD hands them to `kustomize edit set image`. */
function image(text: string) {
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
