import { inputBytesLimit } from "./limits";
import { impliedBy, isList, type Span } from "./manifest-object";
import { loadYaml } from "./yaml-load";

/** Shorter Lists are read in one go, which also reads those that are written in an unusual way. */
const longList = 64 * 1024;

/**
 * The items of a long List in block style, such as `kubectl get -o yaml` prints: each starts with a dash below `items:`.
 * @returns undefined for anything else
 */
export function listSpans(text: string): readonly Span[] | undefined {
  if (text.length < longList) return undefined;
  const opening = /^items:[ \t]*\r?\n((?:[ \t]*(?:#.*)?\r?\n)*)( *)-(?=[ \r\n])/m.exec(text);
  if (!opening) return undefined;
  const indent = (opening[2] ?? "").length;
  const from = opening.index + opening[0].length - 1 - indent;
  const edges = edgesFrom(text, from, indent);
  const head = loadYaml(`${text.slice(0, opening.index)}items: []\n${text.slice(edges.at(-1))}`);
  if (!isList(head) || mayHoldAliases(text)) return undefined;
  const implied = impliedBy(head);
  return edges.slice(1).map((next, index) => ({
    from: edges[index] ?? from,
    to: lineStart(text, next),
    implied,
    isItem: true,
  }));
}

/** Where the dashes are, and where the list ends. */
function edgesFrom(text: string, from: number, indent: number): readonly number[] {
  const item = `( {${indent}})-(?=[ \\r\\n]|$)`;
  // A line further to the left that is no comment belongs to what comes after the list.
  const after = indent === 0 ? "[^ \\t\\r\\n#]" : ` {0,${indent - 1}}[^ \\t\\r\\n#]`;
  const lines = new RegExp(`^(?:${item}|${after})`, "gm");
  lines.lastIndex = from;
  const edges: number[] = [];
  for (let match = lines.exec(text); match; match = lines.exec(text)) {
    if (match[1] === undefined) return [...edges, match.index];
    edges.push(match.index + indent);
  }
  return [...edges, text.length];
}

function lineStart(text: string, offset: number): number {
  return offset === text.length ? offset : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Taken apart, an alias would not find its anchor; so a List with aliases is read in one go as long as it is not too large. */
function mayHoldAliases(text: string): boolean {
  return text.length <= inputBytesLimit && /(?:^|[\s,[{])\*\w/m.test(text);
}
