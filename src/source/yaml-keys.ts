import { isScalar, isSeq, type Pair, type ParsedNode, Scalar } from "yaml";
import { resolveKey } from "./yaml-scalar";

/** A pair of a map, as the parser makes it. */
export type ParsedPair = Pair<ParsedNode, ParsedNode | null>;

const mergeTag = "tag:yaml.org,2002:merge";

/** Whether a pair merges other maps into its own: `<<: *defaults`. With another tag it is a key like any other. */
export function isMergePair({ key }: ParsedPair): boolean {
  return isScalar(key) && key.type === Scalar.PLAIN && key.source === "<<" && (!key.tag || key.tag === mergeTag);
}

/** The maps that a merge pair names, in the order in which they win. */
export function mergedMaps(value: ParsedNode | null): readonly (ParsedNode | null)[] {
  return isSeq(value) ? (value.items as ParsedNode[]) : [value];
}

/**
 * A key as the API server gets it: numbers and booleans become text, so `on` is `true`.
 * @returns undefined for what cannot be a key: nothing, a list, a map, an alias
 * @throws UnfitScalar for a number that is not kept exactly
 */
export function keyText(key: ParsedNode): string | undefined {
  if (!isScalar(key)) return undefined;
  const text = String(key.value);
  return key.type !== Scalar.PLAIN || key.tag ? text : resolveKey(text);
}
