import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type YAMLMap,
} from "yaml";

/** A map as it stands in a text. */
export type MapNode = YAMLMap.Parsed<ParsedNode, ParsedNode | null>;
/** A key with its value. */
export type PairNode = Pair<ParsedNode, ParsedNode | null>;

/** The map that begins at a line and a column of a text, both from 1; undefined where none does. */
export function mapAt(text: string, line: number, column: number): MapNode | undefined {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
  const start = (lines.lineStarts[line - 1] ?? Number.NaN) + column - 1;
  for (const { contents } of documents) {
    const found = mapFrom(contents as ParsedNode | null, start);
    if (found) return found;
  }
  return undefined;
}

function mapFrom(node: ParsedNode | null, start: number): MapNode | undefined {
  if (!(isMap(node) || isSeq(node)) || node.range[0] > start || node.range[2] <= start) return undefined;
  if (isMap(node) && node.range[0] === start) return node as MapNode;
  for (const item of node.items as unknown[]) {
    const found = mapFrom((isPair(item) ? item.value : item) as ParsedNode | null, start);
    if (found) return found;
  }
  return undefined;
}

/** The pair of a key in a map; aliases and merges are not looked into. */
export function pairOf(map: MapNode, key: string | number): PairNode | undefined {
  return (map.items as PairNode[]).find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

/** Where the last character of a node stands that means something, plus one. */
export function endOf(text: string, node: ParsedNode): number {
  const end = node.range[1];
  return text.slice(0, end).trimEnd().length;
}

/** How far the first character of a node is from the beginning of its line, when nothing but blanks stands between. */
export function indentOf(text: string, offset: number): number | undefined {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  // The dash of a list stands where a blank would.
  return /^[ ]*(- +)*$/.test(line) ? line.length : undefined;
}

/** Where the line of an offset ends: at its line break, or at the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}

/** Whether nothing stands behind a key. */
export function isOpen({ value }: PairNode): boolean {
  return value === null || (isScalar(value) && value.range[0] === value.range[1]);
}
