import type { CST } from "yaml";
import { nestingLimit } from "./limits";

/**
 * The offset of the first map or list that nests too deep, without recursion: composing such a document would
 * exhaust the stack, which on some engines ends the process.
 */
export function tooDeepAt(document: CST.Token): number | undefined {
  let level: CST.Token[] = [document];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > nestingLimit + 1) return level[0]?.offset;
    level = level.flatMap(collectionsIn);
  }
  return undefined;
}

function collectionsIn(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value ? [token.value].filter(isCollection) : [];
  if (!isCollection(token)) return [];
  const inside: CST.Token[] = [];
  for (const item of token.items) {
    if (item.key && isCollection(item.key)) inside.push(item.key);
    if (item.value && isCollection(item.value)) inside.push(item.value);
  }
  return inside;
}

function isCollection(token: CST.Token): token is CST.BlockMap | CST.BlockSequence | CST.FlowCollection {
  return token.type === "block-map" || token.type === "block-seq" || token.type === "flow-collection";
}
