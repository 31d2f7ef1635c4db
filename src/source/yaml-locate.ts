import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from "yaml";
import { isMergePair, keyText, mergedMaps, type ParsedPair } from "./yaml-keys";
import type { AliasTargets } from "./yaml-value";

/** A key of a map and what stands behind it; items of lists have no key. */
export interface Spot {
  readonly key?: ParsedNode;
  readonly value: ParsedNode | null;
}

/**
 * Where a path leads, or its nearest existing parent.
 * @param found whether the whole path exists
 */
export function findSpot(
  root: ParsedNode,
  path: readonly (string | number)[],
  targets: AliasTargets,
): [Spot, found: boolean] {
  let spot: Spot = { value: root };
  for (const step of path) {
    const next = childOf(spot.value, step, targets);
    if (!next) return [spot, false];
    spot = next;
  }
  return [spot, true];
}

/** The text of a scalar as it was written, without quotes. */
export function scalarText(spot: Spot, targets: AliasTargets): string | undefined {
  const node = behindAlias(spot.value, targets);
  return isScalar(node) ? node.source : undefined;
}

function childOf(parent: ParsedNode | null, step: string | number, targets: AliasTargets): Spot | undefined {
  const node = behindAlias(parent, targets);
  if (isSeq(node)) {
    const item = node.items[Number(step)] as ParsedNode | undefined;
    return item && { value: item };
  }
  if (!isMap(node)) return undefined;
  const pairs = node.items as ParsedPair[];
  const own = pairs.find((pair) => !isMergePair(pair) && keyText(pair.key) === String(step));
  if (own) return own;
  for (const pair of pairs.filter(isMergePair)) {
    for (const source of mergedMaps(pair.value)) {
      const inherited = childOf(source, step, targets);
      if (inherited) return inherited;
    }
  }
  return undefined;
}

function behindAlias(node: ParsedNode | null, targets: AliasTargets): ParsedNode | null {
  return isAlias(node) ? (targets.get(node) ?? null) : node;
}
