import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import { isMap } from "../objects/object-paths";
import type { Mesh } from "./mesh";
import type { Values } from "./settings/setting";

/** Values of the Istio object that the Sail API gives no types, so that a `null` below them reaches the chart. */
const untyped = ["experimental", "gatewayClasses"];

/**
 * A `null` in values. Helm would unset a default with it, but every value has a type in the Sail API: server-side apply refuses the
 * whole object, as Flux and Argo CD would find, and without it the API server drops the `null`, so that it unsets nothing.
 */
export function nullProblems({
  controlPlane,
  cni,
  ztunnel,
}: Pick<Mesh, "controlPlane" | "cni" | "ztunnel">): Problem[] {
  const typed = Object.entries(controlPlane.values).filter(([key]) => !untyped.includes(key));
  return [
    ...nulls(Object.fromEntries(typed), ["spec", "controlPlane", "values"]),
    ...nulls(cni?.values, ["spec", "cni", "values"]),
    ...nulls(ztunnel?.values, ["spec", "ztunnel", "values"]),
  ].map((path) => ({ message, path, hint: "leave it out, or write the value that you want" }));
}

const message =
  "null unsets nothing here: server-side apply refuses the whole object, and without it the API server drops the null";

function nulls(value: unknown, path: MeshPath): readonly MeshPath[] {
  if (value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => nulls(item, [...path, index]));
  return isMap(value) ? Object.entries(value).flatMap(([key, inner]) => nulls(inner, [...path, key])) : [];
}

/** Values of a Sail object as the API server keeps them where it does not refuse them. */
export function withoutNulls(kind: string, values: Values): Values {
  const entries = Object.entries(values).filter(([, value]) => value !== null);
  const isFree = (key: string) => kind === "Istio" && untyped.includes(key);
  return Object.fromEntries(entries.map(([key, value]) => [key, isFree(key) ? value : stripped(value)]));
}

/** In a list a `null` stays: there the API server always refuses it. */
function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped);
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, stripped(inner)]));
}
