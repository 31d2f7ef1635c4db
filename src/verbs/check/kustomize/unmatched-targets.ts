import { nearest } from "../../../basics/nearest";
import { type Finding, finding } from "../../../findings/finding";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { patchesOf } from "../../../repository/patches/patches";
import { fitting } from "../../../repository/patches/targets";
import { isOpen } from "./open-lists";

type Target = Readonly<Record<string, string>>;
type Key = "name" | "namespace" | "labelSelector" | "annotationSelector";

interface Narrowing {
  readonly key: Key;
  /** Fields of kustomizations below that give objects another word there. */
  readonly writers: readonly string[];
  /** What a patch holds that does. */
  readonly patched?: RegExp;
  /** What can be read here: `${NAME}` is filled in by somebody. */
  readonly readable: RegExp;
}

/** What a target says beside the kind. */
const narrowings: readonly Narrowing[] = [
  { key: "name", writers: ["namePrefix", "nameSuffix"], readable: /^[\w.*|?()^$+-]+$/ },
  { key: "namespace", writers: ["namespace"], patched: /"namespace"|\/namespace/, readable: /^[\w.*|?()^$+-]+$/ },
  {
    key: "labelSelector",
    writers: ["labels", "commonLabels"],
    patched: /labels/,
    readable: /^[\w./=!, -]+( (not)?in \([\w., -]*\))?$/,
  },
  {
    key: "annotationSelector",
    writers: ["commonAnnotations", "buildMetadata"],
    patched: /annotations/,
    readable: /^[\w./=!, -]+$/,
  },
];

/** Whatever these make of objects is not known here. */
const unknown = ["transformers", "replacements", "configurations", "vars", "helmCharts", "generators", "openapi"];

/**
 * Patches whose target selects nothing: kustomize takes them without a word (KUS001). Judged where objects of the kind are built from here:
 * what is written for every Deployment need not find one.
 * @param below the objects that it builds, over others as well
 * @param reached the kustomizations that it is made of, itself first
 */
export function unmatchedTargets(
  file: KustomizationFile,
  objects: readonly FileObject[],
  below: readonly FileObject[],
  reached: readonly KustomizationFile[],
): readonly Finding[] {
  if (reached.some(({ fetches }) => fetches)) return [];
  // A component changes what is built by whoever lists it.
  const isComponent = textAt(file.source.value, "kind") === "Component";
  if (!isComponent && isOpen(reached, below)) return [];
  const there = isComponent || below.length === 0 ? objects : below;
  return ["patches", "patchesJson6902"].flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      // Patches come before the other changes of their own kustomization, those of patchesJson6902 after them.
      const earlier = list === "patches" ? reached.slice(1) : reached;
      const found = lost(targetOf(entry), there, earlier, reached);
      return found ? [finding("KUS001", { ...found, place: file.source.locate([list, index], "key") })] : [];
    }),
  );
}

function targetOf(entry: unknown): Target {
  const pairs = Object.entries(Object(valueAt(entry, "target")) as object);
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === "string"));
}

type Lost = Pick<Finding, "message" | "severity"> & { readonly hint: string };

function lost(
  target: Target,
  there: readonly FileObject[],
  earlier: readonly KustomizationFile[],
  reached: readonly KustomizationFile[],
): Lost | undefined {
  const said = narrowings.filter(({ key }) => (target[key] ?? "") !== "");
  if (said.length === 0 || said.some(({ key, readable }) => !readable.test(target[key] ?? ""))) return undefined;
  const kinds = { group: target.group, version: target.version, kind: target.kind };
  const alike = there.filter(({ object }) => fitting(kinds)(object));
  const known = said.filter((one) => !mayDiffer(one, earlier, reached));
  const judged = { ...kinds, ...Object.fromEntries(known.map(({ key }) => [key, target[key]])) };
  if (alike.length === 0 || known.length === 0 || generated(reached).some(fitting(kinds))) return undefined;
  if (alike.some((one) => fitting(judged)(asWritten(one)))) return undefined;
  const { kind = "", name = "" } = target;
  // By one kind and one name nothing else can be meant.
  const isPlain = /^\w+$/.test(kind) && /^[\w.-]+$/.test(name) && said.every(({ key }) => key === "name");
  return {
    severity: isPlain ? "error" : "warning",
    message: isPlain
      ? `a patch is for ${kind}/${name}, which is not among the objects here: kustomize changes nothing, and says nothing`
      : `a patch is for ${wordsOf(target, said)}, and no object here is so: kustomize changes nothing, and says nothing`,
    hint: hintOf(target, alike, known),
  };
}

/** As kustomize has it, which knows nothing of kinds without a namespace. */
function asWritten({ object, bears = "default" }: FileObject): KubernetesObject {
  const { metadata } = object;
  return metadata.namespace === undefined ? { ...object, metadata: { ...metadata, namespace: bears } } : object;
}

/** Whether what a target asks for may be written on the way, by something that is not in the file of the object. */
function mayDiffer(
  { writers, patched }: Narrowing,
  earlier: readonly KustomizationFile[],
  reached: readonly KustomizationFile[],
): boolean {
  const has = ({ source }: KustomizationFile, key: string) => valueAt(source.value, key) !== undefined;
  return (
    earlier.some((file) => writers.some((key) => has(file, key))) ||
    reached.some((file) => unknown.some((key) => has(file, key))) ||
    (patched !== undefined &&
      reached.some((file) => patchesOf(file).some(({ value }) => patched.test(JSON.stringify(value) ?? ""))))
  );
}

/** What generators make stands in no file. */
function generated(reached: readonly KustomizationFile[]): readonly KubernetesObject[] {
  return (["ConfigMap", "Secret"] as const).flatMap((kind) => {
    const list = kind === "ConfigMap" ? "configMapGenerator" : "secretGenerator";
    const isMade = reached.some(({ source }) => listAt(source.value, list).length > 0);
    return isMade ? [{ apiVersion: "v1", kind, metadata: { name: "" } }] : [];
  });
}

function wordsOf({ kind = "objects", ...target }: Target, said: readonly Narrowing[]): string {
  const words = { name: "of name", namespace: "in namespace", labelSelector: "with", annotationSelector: "annotated" };
  return [kind, ...said.map(({ key }) => `${words[key]} ${target[key]}`)].join(" ");
}

/** The object that is nearest: it has all but one of what is asked for, or a name like the one in the target. */
function hintOf(target: Target, alike: readonly FileObject[], known: readonly Narrowing[]): string {
  for (const { key } of known.toReversed()) {
    const { [key]: _, ...rest } = target;
    const [only] = key === "name" ? [] : alike.filter((one) => fitting(rest)(asWritten(one)));
    if (!only) continue;
    const own = only.bears ?? only.object.metadata.namespace;
    const home = own === undefined ? "has no namespace" : `is in ${own}`;
    const lack = key === "namespace" ? home : `has no ${key === "labelSelector" ? "such label" : "such annotation"}`;
    return `${objectId(only.object)} ${lack}.`;
  }
  const names = alike.map(({ object }) => object.metadata.name);
  const near = nearest(target.name ?? "", names);
  const [first] = alike;
  return near === undefined
    ? `There is ${first?.object.kind}/${first?.object.metadata.name}.`
    : `Did you mean ${near}?`;
}
