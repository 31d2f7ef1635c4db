import { nestingLimit } from "./limits";
import { impliedBy, isList, type Span } from "./manifest-object";
import { loadYaml } from "./yaml-load";

/** One object of a JSON stream, and the entries of its `items` when it has any. */
interface Root extends Span {
  readonly items?: Span & { readonly entries: readonly Span[] };
}

/**
 * The objects of a JSON stream; Lists are taken apart.
 * @returns undefined for text that is no JSON
 */
export function jsonSpans(text: string): readonly Span[] | undefined {
  const opening = /^(?:---[ \t]*\r?\n)?\s*\{/.exec(text);
  const roots = opening && rootsOf(text, opening[0].length - 1);
  return roots?.flatMap((root) => apart(text, root));
}

function apart(text: string, { from, to, items }: Root): readonly Span[] {
  const head = items && loadYaml(`${text.slice(from, items.from)}[]${text.slice(items.to, to)}`);
  if (!items || !isList(head)) return [{ from, to }];
  const implied = impliedBy(head);
  return items.entries.map((entry) => ({ ...entry, implied }));
}

/** Undefined when they are not balanced or too deep, or something else stands between them. */
function rootsOf(text: string, from: number): readonly Root[] | undefined {
  // A string that does not end is one token, too: otherwise each quote in it would be looked at as the start of one.
  const token = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[{}[\]]/g;
  token.lastIndex = from;
  const roots: Root[] = [];
  const open: number[] = [];
  let entries: Span[] = [];
  let items: Root["items"];
  let list = -1;
  let end = from;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [mark] = match;
    if (mark === "{" || mark === "[") {
      if (open.length === nestingLimit || (open.length === 0 && !isBlank(text, end, match.index))) return undefined;
      open.push(match.index);
    } else if (mark === "}" || mark === "]") {
      const depth = open.length;
      const span = { from: open.pop() ?? 0, to: token.lastIndex };
      if (depth === 0) return undefined;
      if (depth === 3) entries.push(span);
      if (depth === 2) {
        if (span.from === list) items = { ...span, entries };
        entries = [];
      }
      if (depth === 1) {
        roots.push({ ...span, ...(items && { items }) });
        items = undefined;
        end = span.to;
      }
    } else if (mark === '"items"' && open.length === 1) {
      const behind = /\s*:\s*(?=\[)/y;
      behind.lastIndex = token.lastIndex;
      list = behind.test(text) ? behind.lastIndex : -1;
    }
  }
  return open.length === 0 && isBlank(text, end, text.length) ? roots : undefined;
}

function isBlank(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === "";
}
