import { type Document, isAlias, isMap, isSeq, type ParsedNode, parseAllDocuments, YAMLSeq } from "yaml";
import type { Place } from "../findings/finding";
import { InputError } from "../findings/input-error";
import { removal } from "./removal";
import { setting, spliced } from "./splice";
import { type MapNode, pairOf } from "./spots";

/** A value to be set at a path, or the key there to be taken out. Maps on the way that are missing are made. */
export interface YamlEdit {
  readonly path: readonly (string | number)[];
  /** @default the key is taken out, with a map that has no other key */
  readonly value?: unknown;
  /** Key of the same map that a new key goes behind. @default the last one */
  readonly after?: string;
}

/**
 * Edits a mesh.yaml as a person would: only the lines of what changes are touched; comments, order, quotes and everything else stay as they are.
 *
 * @param isWanted which document of the text is edited
 * @throws InputError for what can only be edited by hand, such as aliases and anchors
 */
export function editYaml(
  text: string,
  file: string,
  isWanted: (value: unknown) => boolean,
  edits: readonly YamlEdit[],
): string {
  return edits.reduce((now, edit) => editOnce(now, { file, isWanted }, edit), text);
}

interface Wanted {
  readonly file: string;
  readonly isWanted: (value: unknown) => boolean;
}

function editOnce(text: string, { file, isWanted }: Wanted, { path, value, after }: YamlEdit): string {
  const document = parseAllDocuments(text).find((one) => isWanted(one.toJS())) as Document.Parsed | undefined;
  const root = document?.contents as ParsedNode | null | undefined;
  if (!isMap(root)) throw InputError.of(`${file}: the mesh is not in it any more`);
  const repeated = repeatedOn(root, path);
  if (repeated) {
    throw InputError.of(`${path.join(".")} is written with an anchor or an alias, which is not edited`, {
      place: placeOf(text, file, repeated),
      hint: "Write the value itself there, without & or *.",
    });
  }
  const map = root as MapNode;
  const splice = value === undefined ? removal(text, map, path) : setting(text, map, path, styled(value), after);
  if (splice) return spliced(text, splice);
  // What is not there need not be taken out.
  if (value === undefined) return text;
  throw InputError.of(`${path.join(".")} is written in a way that is not edited`, {
    place: placeOf(text, file, root),
    hint: "Make this change by hand, and run it again.",
  });
}

/** What stands elsewhere as well on the way along a path: an edit here would be one there. */
function repeatedOn(node: ParsedNode | null | undefined, [key, ...rest]: YamlEdit["path"]): ParsedNode | undefined {
  if (node && (isAlias(node) || ("anchor" in node && node.anchor !== undefined))) return node;
  if (key === undefined) return undefined;
  if (isSeq(node) && typeof key === "number") return repeatedOn(node.items[key] as ParsedNode, rest);
  return isMap(node) ? repeatedOn(pairOf(node as MapNode, key)?.value, rest) : undefined;
}

function placeOf(text: string, file: string, node: ParsedNode): Place {
  const lines = text.slice(0, node.range[0]).split("\n");
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Lists of versions stand on one line. */
function styled(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    list.flow = true;
    list.items = value;
    return list;
  }
  if (Object(value) !== value) return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, styled(one)]));
}
