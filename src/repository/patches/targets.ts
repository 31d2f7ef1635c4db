import type { KubernetesObject } from "../../mesh/mesh";
import { apiGroup } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { annotationsOf, labelsOf } from "../../rules/objects";

/** The target that a strategic merge names itself. */
export function ownTarget(value: unknown): unknown {
  const version = textAt(value, "apiVersion") ?? "";
  const [group] = version.includes("/") ? version.split("/") : [""];
  const { name, namespace } = Object(valueAt(value, "metadata"));
  return { group, kind: textAt(value, "kind"), name, namespace };
}

/** Whether a patch with a target is for an object: names are patterns, as kustomize takes them. */
export function fitting(target: unknown): (object: KubernetesObject) => boolean {
  const [group, version, kind, name, namespace] = ["group", "version", "kind", "name", "namespace"].map((key) =>
    matching(textAt(target, key), key === "group"),
  );
  const [labels, annotations] = ["labelSelector", "annotationSelector"].map((key) => textAt(target, key));
  return (object) =>
    kind?.(object.kind) === true &&
    name?.(object.metadata.name) === true &&
    group?.(apiGroup(object)) === true &&
    version?.(object.apiVersion.split("/").at(-1)) === true &&
    // As kustomize takes it, seen with that of kubectl 1.32: what names no namespace is in default.
    (isRidOfIt(object) || namespace?.(object.metadata.namespace ?? "default") === true) &&
    selects(labels, labelsOf(object)) &&
    selects(annotations, annotationsOf(object));
}

/** The operator's kinds are of the cluster: the namespace that many write on them all the same is gone when they have been read. */
function isRidOfIt(object: KubernetesObject): boolean {
  return apiGroup(object) === "sailoperator.io" && object.metadata.namespace === undefined;
}

/** An empty group is the one of Kubernetes' own first kinds, whatever else is empty is anything. */
function matching(pattern: string | undefined, isExact: boolean): (text: string | undefined) => boolean {
  if (pattern === undefined || (pattern === "" && !isExact)) return () => true;
  const whole = isPattern(pattern) ? new RegExp(`^(?:${pattern})$`) : undefined;
  return (text = "") => pattern === text || whole?.test(text) === true;
}

function isPattern(text: string): boolean {
  return /^[\w.*|?()^$+-]+$/.test(text) && !/[*+?]{2}|^[*+?]|\([*+?]/.test(text);
}

/** `a=b,c!=d,e in (f,g),h,!i`, as kubectl takes it; what is not understood selects nothing. */
function selects(selector: string | undefined, words: Readonly<Record<string, unknown>>): boolean {
  if (selector === undefined) return true;
  const parts = selector.split(/,(?![^(]*\))/).map((part) => part.trim());
  return parts.every((part) => {
    const set = /^([\w./-]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(part);
    if (set) {
      const [, key = "", word, values = ""] = set;
      const isIn = values.split(",").some((value) => value.trim() === words[key]);
      return word === "in" ? isIn : !isIn;
    }
    const equal = /^([\w./-]+)\s*(==|=|!=)\s*([\w./-]*)$/.exec(part);
    if (equal) return (words[equal[1] ?? ""] === equal[3]) === (equal[2] !== "!=");
    const there = /^(!?)\s*([\w./-]+)$/.exec(part);
    return there !== null && Object.hasOwn(words, there[2] ?? "") === (there[1] === "");
  });
}
