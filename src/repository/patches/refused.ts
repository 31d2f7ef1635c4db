import type { Place } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import type { KustomizationFile } from "../kustomizations/file";
import type { Operation } from "../kustomizations/json-patch";
import type { FileObject } from "../objects/file-object";
import type { Patch } from "./patches";

/** What else than patches may have written into an object before: then nobody can say here what is missing. */
const anything = ["transformers", "replacements", "vars", "configurations", "openapi", "validators"] as const;
const parts = [
  [["labels", "commonLabels"], /^(labels|matchLabels|selector)$/],
  [["commonAnnotations", "buildMetadata"], /^annotations$/],
  [["replicas"], /^replicas$/],
  [["images"], /^image$/],
  [["namespace"], /^namespace$/],
  [["namePrefix", "nameSuffix"], /^name$/],
] as const;

/** What kustomize refuses to build, and where that is written. */
export interface Refusal {
  readonly message: string;
  readonly place: Place;
}

/** An operation that finds nothing to work on in an object. */
export function refusal(one: FileObject, patch: Patch, reached: readonly KustomizationFile[]): readonly Refusal[] {
  const operation = patch.refusing?.(one.object);
  if (!operation || reached.some((file) => mayHaveWritten(file, operation))) return [];
  const path = `/${operation.path.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
  const why = operation.op === "test" ? "does not hold for" : "finds nothing to work on in";
  const message = `${operation.op} of ${path} ${why} ${objectId(one.object)}: kustomize refuses it`;
  return [{ message, place: patch.place?.() ?? patch.locate(operation.path) }];
}

function mayHaveWritten({ source: { value } }: KustomizationFile, { op, path, from = [] }: Operation): boolean {
  const isThere = (key: string) => valueAt(value, key) !== undefined;
  return (
    anything.some((key) => isThere(key) && key !== op) ||
    parts.some(([keys, pattern]) => keys.some(isThere) && [...path, ...from].some((key) => pattern.test(key)))
  );
}
