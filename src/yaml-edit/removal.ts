import { isMap, isSeq, type ParsedNode } from "yaml";
import type { MeshPath } from "../findings/finding";
import type { Splice } from "./splice";
import { endOf, lineEnd, type MapNode, type PairNode, pairOf } from "./spots";

/**
 * Takes one key away, with every map above that would be left empty; comments, order and all else stay as they are.
 * @returns undefined where the key is not there, and where more than its lines would change
 */
export function removal(text: string, map: MapNode, at: MeshPath): Splice | undefined {
  const [key, ...rest] = at;
  const pair = key === undefined ? undefined : pairOf(map, key);
  if (!pair) return undefined;
  const inner = pair.value;
  if (rest.length === 0 || (isMap(inner) && inner.items.length === 1 && leadsDown(inner as MapNode, rest))) {
    return without(text, map, pair);
  }
  const [index, ...deeper] = rest;
  const below = isSeq(inner) && typeof index === "number" ? (inner.items[index] as ParsedNode) : inner;
  return isMap(below) ? removal(text, below as MapNode, below === inner ? rest : deeper) : undefined;
}

/** Whether nothing would be left of a map. */
function leadsDown(map: MapNode, [key, ...rest]: MeshPath): boolean {
  const pair = map.items.length === 1 && key !== undefined ? pairOf(map, key) : undefined;
  return pair !== undefined && (rest.length === 0 || (isMap(pair.value) && leadsDown(pair.value as MapNode, rest)));
}

function without(text: string, map: MapNode, pair: PairNode): Splice | undefined {
  const from = pair.key.range[0];
  const to = endOf(text, pair.value ?? pair.key);
  if (map.flow) {
    const comma = /^\s*,[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
    // The last one takes the comma before it along.
    const before = comma ? 0 : (/,\s*$/.exec(text.slice(0, from))?.[0].length ?? 0);
    return { from: from - before, to: to + comma, text: "" };
  }
  if (map.items.length < 2) return undefined;
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const isAlone = text.slice(start, from).trim() === "";
  if (isAlone) return { from: start, to: Math.min(lineEnd(text, to - 1) + 1, text.length), text: "" };
  // Behind the dash of a list the next key comes up.
  const next = (map.items as PairNode[])[(map.items as PairNode[]).indexOf(pair) + 1];
  return next && { from, to: next.key.range[0], text: "" };
}
