import { nestingLimit } from "./limits";
import { lineFinder } from "./line-finder";
import { impliedBy, isList } from "./manifest-object";
import type { Piece } from "./manifest-pieces";

interface Span {
  readonly from: number;
  readonly to: number;
}

/** One object of a JSON stream, and the entries of its `items` when it has any. */
interface Root extends Span {
  readonly items?: Span & { readonly entries: readonly Span[] };
}

/**
 * The objects of a JSON stream; Lists are taken apart.
 * @returns undefined for text that is no JSON
 */
export function jsonPieces({ text, start }: Piece): Iterable<Piece> | undefined {
  const opening = /^(?:---[ \t]*\r?\n)?\s*\{/.exec(text);
  const roots = opening && rootsOf(text, opening[0].length - 1);
  return roots ? pieces(text, roots, start.line) : undefined;
}

/** A value as JSON, or undefined when it takes the full parser to say. */
export function plainJson(text: string): unknown {
  // The parser would round such numbers without a word.
  if (/\d{16}/.test(text) || text.includes("__proto__")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function* pieces(text: string, roots: readonly Root[], line: number): Generator<Piece> {
  const startOf = lineFinder(text, line);
  for (const root of roots) {
    const head =
      root.items && plainJson(`${text.slice(root.from, root.items.from)}[]${text.slice(root.items.to, root.to)}`);
    const spans = root.items && isList(head) ? root.items.entries : [root];
    const implied = isList(head) ? impliedBy(head) : {};
    for (const { from, to } of spans) yield { text: text.slice(from, to), start: startOf(from), implied };
  }
}

function rootsOf(text: string, from: number): readonly Root[] | undefined {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  token.lastIndex = from;
  const roots: Root[] = [];
  let depth = 0;
  let root = 0;
  let end = from;
  let items: { from: number; to: number; entries: Span[] } | undefined;
  let isItems = false;
  let entry = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const mark = match[0];
    if (mark === "{" || mark === "[") {
      depth += 1;
      if (depth > nestingLimit) return undefined;
      if (depth === 1) {
        if (text.slice(end, match.index).trim() !== "") return undefined;
        root = match.index;
        items = undefined;
      } else if (depth === 2 && isItems) items = { from: match.index, to: 0, entries: [] };
      else if (depth === 3) entry = match.index;
    } else if (mark === "}" || mark === "]") {
      depth -= 1;
      end = token.lastIndex;
      if (depth < 0) return undefined;
      if (depth === 0) roots.push({ from: root, to: end, ...(items?.to && { items }) });
      else if (depth === 1 && items && items.to === 0) items.to = end;
      else if (depth === 2 && items && items.to === 0) items.entries.push({ from: entry, to: end });
    }
    isItems = depth === 1 && mark === '"items"' && /\s*:\s*\[/y.test(text.slice(token.lastIndex, token.lastIndex + 64));
  }
  return depth === 0 && text.slice(end).trim() === "" ? roots : undefined;
}
