import { isMap, isScalar, isSeq, type ParsedNode, Scalar } from "yaml";
import type { MeshPath, Place } from "../../../findings/finding";
import { resolveScalar } from "../../../source/yaml-scalar";
import { removal } from "../../../yaml-edit/removal";
import { setting, spliced } from "../../../yaml-edit/splice";
import { isOpen, type MapNode, mapAt, pairOf } from "../../../yaml-edit/spots";

/**
 * Sets or takes away one value of an object in a text of YAML or JSON; comments, order and all else stay as they are.
 * @param object where the object begins in the text
 * @param value undefined takes the key away
 * @returns undefined where that cannot be done without rewriting more, and where only people know what was meant
 */
export function editObject(
  text: string,
  object: Omit<Place, "file">,
  at: MeshPath,
  value: unknown,
): string | undefined {
  const map = mapAt(text, object.line, object.column);
  if (!map || isForPeople(map, at, value)) return undefined;
  const splice = value === undefined ? removal(text, map, at) : setting(text, map, at, value);
  return splice && spliced(text, splice);
}

/**
 * Whether a value on the way is left open, or the value itself is a number or a word like yes that is to be text: what was written does not tell
 * how that text would have been written.
 */
function isForPeople(map: MapNode, [key, ...rest]: MeshPath, value: unknown): boolean {
  const pair = key === undefined ? undefined : pairOf(map, key);
  if (!pair) return false;
  if (isOpen(pair)) return value !== undefined;
  const [index, ...deeper] = rest;
  const { value: inner } = pair;
  const below = isSeq(inner) && typeof index === "number" ? (inner.items[index] as ParsedNode) : inner;
  if (isMap(below)) return isForPeople(below as MapNode, below === inner ? rest : deeper, value);
  return typeof value === "string" && isScalar(below) && below.type === Scalar.PLAIN && isRetyped(below.source, value);
}

function isRetyped(source: string, value: string): boolean {
  return source !== value && typeof resolveScalar(source) !== "string";
}
