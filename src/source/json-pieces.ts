import { nestingLimit } from "./limits";
import { lineFinder } from "./line-finder";
import { impliedBy, isList } from "./manifest-object";
import type { Piece } from "./piece";
import { loadYaml } from "./yaml-load";

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

function* pieces(text: string, roots: readonly Root[], line: number): Generator<Piece> {
  const startOf = lineFinder(text, line);
  for (const root of roots) {
    const head =
      root.items && loadYaml(`${text.slice(root.from, root.items.from)}[]${text.slice(root.items.to, root.to)}`);
    const spans = root.items && isList(head) ? root.items.entries : [root];
    const implied = isList(head) ? impliedBy(head) : {};
    for (const { from, to } of spans) yield { text: text.slice(from, to), start: startOf(from), implied };
  }
}

function rootsOf(text: string, from: number): readonly Root[] | undefined {
  const roots: Root[] = [];
  let entries: Span[] = [];
  let items: Root["items"];
  const balanced = closings(text, from, ({ depth, isItems, ...span }) => {
    if (depth === 3) entries.push(span);
    if (depth === 2) {
      if (isItems) items = { ...span, entries };
      entries = [];
    }
    if (depth === 1) {
      roots.push({ ...span, ...(items && { items }) });
      items = undefined;
    }
  });
  const ends = [from, ...roots.map(({ to }) => to)];
  const starts = [...roots.map((root) => root.from), text.length];
  const isStream = ends.every((end, index) => text.slice(end, starts[index]).trim() === "");
  return balanced && isStream ? roots : undefined;
}

/** A map or list that has just ended. */
interface Closing extends Span {
  /** 1 for the outermost. */
  readonly depth: number;
  /** Whether it is the list behind `"items":`. */
  readonly isItems: boolean;
}

/** Tells of every map and list, inner ones first; false when they are not balanced or too deep. */
function closings(text: string, from: number, onClose: (closing: Closing) => void): boolean {
  // A string that does not end is one token, too: otherwise each quote in it would be looked at as the start of one.
  const token = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[{}[\]]/g;
  token.lastIndex = from;
  const open: { readonly from: number; readonly isItems: boolean }[] = [];
  let isItems = false;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [mark] = match;
    if (mark === "{" || mark === "[") {
      open.push({ from: match.index, isItems: isItems && mark === "[" });
      if (open.length > nestingLimit) return false;
    } else if (mark === "}" || mark === "]") {
      const depth = open.length;
      const opening = open.pop();
      if (!opening) return false;
      if (depth <= 3) onClose({ ...opening, to: token.lastIndex, depth });
    }
    isItems =
      mark === '"items"' && open.length === 1 && /^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 64));
  }
  return open.length === 0;
}
