import { visit } from "jsonc-parser";
import { itemsOf, type Span } from "./manifest-object";
import { jsonIn } from "./yaml-load";

/**
 * The objects of a JSON stream; Lists are taken apart.
 * @returns undefined for text that is no JSON
 */
export function jsonSpans(text: string): readonly Span[] | undefined {
  const opening = /^(?:---[ \t]*\r?\n)?\s*(?=\{)/.exec(text);
  if (!opening) return undefined;
  const spans: Span[] = [];
  const blank = /\s*/y;
  for (let from = opening[0].length; from < text.length; from = blank.lastIndex) {
    const root = rootAt(text, from);
    if (!root) return undefined;
    const { items, to } = root;
    const head = text.slice(from, items[0]?.from ?? to) + text.slice(items.at(-1)?.to ?? to, to);
    // Where something else than objects stands among the items, what is left is no JSON.
    for (const span of itemsOf(jsonIn(head), items) ?? [{ from, to }]) spans.push(span);
    blank.lastIndex = to;
    blank.test(text);
  }
  return spans;
}

/** Where an object ends, and the maps in its `items`. Undefined for what is no JSON, or nested so deep that nobody meant it. */
function rootAt(text: string, from: number): { readonly to: number; readonly items: readonly Span[] } | undefined {
  const items: Span[] = [];
  let inner: { readonly from: number; readonly isItem: boolean } | undefined;
  let to: number | undefined;
  let isBroken = false;
  try {
    visit(
      text.slice(from),
      {
        // What is answered with false is passed over with all below it.
        onObjectBegin(offset, _length, _line, _column, path) {
          const [key, index] = path();
          if (key !== undefined) inner = { from: from + offset, isItem: key === "items" && index !== undefined };
          return key === undefined;
        },
        onObjectEnd(offset, length) {
          const end = from + offset + length;
          if (inner?.isItem) items.push({ from: inner.from, to: end });
          if (!inner) to = end;
          inner = undefined;
        },
        onError() {
          // Behind the end of the root it says that another one follows.
          isBroken ||= to === undefined;
        },
      },
      { disallowComments: true },
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return isBroken || to === undefined ? undefined : { to, items };
}
