import { inputBytesLimit } from "./limits";
import { itemsOf, type Span } from "./manifest-object";
import { loadYaml } from "./yaml-load";

/** Shorter Lists are read in one go, which also reads those that are written in an unusual way. */
const longList = 64 * 1024;

/**
 * The items of a long List in block style, such as `kubectl get -o yaml` prints: each starts with a dash below `items:`.
 * @returns undefined for anything else
 */
export function listSpans(text: string): readonly Span[] | undefined {
  if (text.length < longList || mayHoldAliases(text)) return undefined;
  const opening = /^items:[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?=( *)-[ \r\n])/m.exec(text);
  if (!opening) return undefined;
  const start = opening.index + opening[0].length;
  const indent = opening[1]?.length ?? 0;
  // A line that is no further to the right, no item and no comment belongs to what comes after the list.
  const after = new RegExp(`^ {0,${indent}}(?!-(?:[ \\r\\n]|$))[^\\s#]`, "gm");
  after.lastIndex = start;
  const end = after.exec(text)?.index ?? text.length;
  const lines = [...text.slice(start, end).matchAll(new RegExp(`^ {${indent}}-(?:[ \\r\\n]|$)`, "gm"))];
  const dashes = lines.map(({ index }) => start + index + indent);
  const head = loadYaml(`${text.slice(0, opening.index)}items: []\n${text.slice(end)}`);
  const items = dashes.map((from, index) => ({ from, to: (dashes[index + 1] ?? end + indent) - indent }));
  return itemsOf(head, items);
}

/** Taken apart, an alias would not find its anchor; so a List with aliases is read in one go as long as it is not too large. */
function mayHoldAliases(text: string): boolean {
  return text.length <= inputBytesLimit && /(?:^|[\s,[{])\*\w/m.test(text);
}
