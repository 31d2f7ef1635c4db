import { evaluated, type Scope, truthOf } from "./go-expressions";
import type { Parameters } from "./set-templates";

/**
 * A template of Go as Argo CD fills it in, as far as it asks nothing but its parameters: values, conditions and lists. Undefined where it asks for more, or for a
 * parameter that nobody here knows: another text would be somebody's guess.
 */
export function goFilled(text: string, parameters: Parameters): string | undefined {
  const reader = { parts: partsOf(text), at: 0 };
  const tree = blockOf(reader);
  if (tree === undefined || reader.at < reader.parts.length) return undefined;
  return written(tree, { root: parameters, dot: parameters, variables: new Map() });
}

/** A text, or what stands between braces. */
type Part = { readonly text: string } | { readonly action: string };

type Node =
  | { readonly text: string }
  | { readonly value: string }
  | { readonly branches: readonly Branch[] }
  | { readonly over: string; readonly name: string | undefined; readonly body: readonly Node[] };

/** What is written where a condition holds; the last one may have none. */
interface Branch {
  readonly condition: string | undefined;
  readonly body: readonly Node[];
}

interface Reader {
  readonly parts: readonly Part[];
  at: number;
}

/** A dash within the braces takes the space beside them away. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  let isTrimmed = false;
  const addText = (to: number, isTrimmedAfter: boolean) => {
    const piece = text.slice(from, to);
    const begun = isTrimmed ? piece.trimStart() : piece;
    parts.push({ text: isTrimmedAfter ? begun.trimEnd() : begun });
  };
  for (const match of text.matchAll(/\{\{(-\s)?\s*([\s\S]*?)\s*(\s-)?\}\}/g)) {
    addText(match.index, match[1] !== undefined);
    isTrimmed = match[3] !== undefined;
    from = match.index + match[0].length;
    if (!match[2]?.startsWith("/*")) parts.push({ action: match[2] ?? "" });
  }
  addText(text.length, false);
  return parts;
}

/** What stands up to the end of a block, or to its next branch; undefined for words that are not known here. */
function blockOf(reader: Reader): readonly Node[] | undefined {
  const nodes: Node[] = [];
  for (; reader.at < reader.parts.length; reader.at += 1) {
    const part = reader.parts[reader.at] as Part;
    if ("text" in part) {
      nodes.push(part);
      continue;
    }
    const [, word = "", rest = ""] = /^(\w+)?\s*([\s\S]*)$/.exec(part.action) ?? [];
    if (word === "end" || word === "else") return nodes;
    const node =
      word === "if" ? conditionOf(reader, rest) : word === "range" ? rangeOf(reader, rest) : { value: part.action };
    if (node === undefined) return undefined;
    nodes.push(node);
  }
  return nodes;
}

function conditionOf(reader: Reader, first: string): Node | undefined {
  const branches: Branch[] = [];
  let condition: string | undefined = first;
  for (;;) {
    reader.at += 1;
    const body = blockOf(reader);
    const end = reader.parts[reader.at];
    if (body === undefined || end === undefined || !("action" in end)) return undefined;
    branches.push({ condition, body });
    if (end.action === "end") return { branches };
    const [, more] = /^else(?:\s+if\s+([\s\S]+))?$/.exec(end.action) ?? [];
    // Nothing comes after what holds in all other cases.
    if (condition === undefined) return undefined;
    condition = more;
  }
}

function rangeOf(reader: Reader, words: string): Node | undefined {
  const [, name, over = ""] = /^(?:\$(\w+)\s*:=\s*)?([^,]+)$/.exec(words) ?? [];
  reader.at += 1;
  const body = blockOf(reader);
  const end = reader.parts[reader.at];
  const isEnded = end !== undefined && "action" in end && end.action === "end";
  return body !== undefined && isEnded && over !== "" ? { over, name, body } : undefined;
}

function written(nodes: readonly Node[], scope: Scope): string | undefined {
  let all = "";
  for (const node of nodes) {
    const text = "text" in node ? node.text : "value" in node ? shown(node.value, scope) : insideOf(node, scope);
    if (text === undefined) return undefined;
    all += text;
  }
  return all;
}

function insideOf(node: Exclude<Node, { readonly text: string } | { readonly value: string }>, scope: Scope) {
  if ("branches" in node) {
    for (const { condition, body } of node.branches) {
      const holds = condition === undefined ? true : truthOf(condition, scope);
      if (holds === undefined) return undefined;
      if (holds) return written(body, scope);
    }
    return "";
  }
  const list = evaluated(node.over, scope);
  if (list === undefined || !Array.isArray(list.value)) return undefined;
  const texts = list.value.map((dot) =>
    written(node.body, {
      ...scope,
      dot,
      variables: node.name === undefined ? scope.variables : new Map([...scope.variables, [node.name, dot]]),
    }),
  );
  return texts.includes(undefined) ? undefined : texts.join("");
}

/** A value as it is printed: maps and lists only where they are asked for as JSON. */
function shown(action: string, scope: Scope): string | undefined {
  const [, plain, way] = /^([\s\S]*?)(?:\s*\|\s*(toJson|quote))?$/.exec(action) ?? [];
  const [, ahead, behind] = /^(toJson|quote)\s+([\s\S]+)$/.exec(plain ?? "") ?? [];
  const found = evaluated(behind ?? plain ?? "", scope);
  if (found === undefined) return undefined;
  if ((ahead ?? way) !== undefined) return ahead && way ? undefined : JSON.stringify(found.value);
  // Go writes large numbers with an exponent.
  const isShown =
    typeof found.value === "number" ? Math.abs(found.value) < 1e6 : ["string", "boolean"].includes(typeof found.value);
  return isShown ? String(found.value) : undefined;
}
