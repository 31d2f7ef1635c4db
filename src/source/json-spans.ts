import { visit } from "jsonc-parser";
import { impliedBy, isList, type Span } from "./manifest-object";

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
    for (const span of root.spans) spans.push(span);
    blank.lastIndex = root.end;
    blank.test(text);
  }
  return spans;
}

interface Root {
  /** The object itself, or the items of a List. */
  readonly spans: readonly Span[];
  readonly end: number;
}

/** Undefined for what is no JSON, or nested so deep that nobody meant it. */
function rootAt(text: string, from: number): Root | undefined {
  const head: Record<string, unknown> = {};
  const items: Span[] = [];
  let inner: { readonly at: number; readonly isItem: boolean } | undefined;
  let end: number | undefined;
  let isBroken = false;
  try {
    visit(
      text.slice(from),
      {
        // What is answered with false is passed over with all below it.
        onObjectBegin(offset, _length, _line, _column, path) {
          const [key, index] = path();
          if (key !== undefined) inner = { at: from + offset, isItem: key === "items" && index !== undefined };
          return key === undefined;
        },
        onObjectEnd(offset, length) {
          const to = from + offset + length;
          if (inner?.isItem) items.push({ from: inner.at, to });
          if (!inner) end = to;
          inner = undefined;
        },
        onArrayBegin(_offset, _length, _line, _column, path) {
          const isItems = path().join() === "items";
          if (isItems) head["items"] = [];
          return isItems;
        },
        onArrayEnd() {},
        onLiteralValue(value, _offset, _length, _line, _column, path) {
          const [key, index] = path();
          if (index === undefined) head[String(key)] = value;
        },
        onError() {
          // Behind the end of the root it says that another one follows.
          isBroken ||= end === undefined;
        },
      },
      { disallowComments: true },
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  if (isBroken || end === undefined) return undefined;
  const implied = isList(head) ? impliedBy(head) : undefined;
  return { spans: implied ? items.map((item) => ({ ...item, implied })) : [{ from, to: end }], end };
}
