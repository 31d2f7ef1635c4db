import { dump, Schema, Type } from "js-yaml";
import { Document, type DocumentOptions, type Scalar, type ScalarTag, type SchemaOptions } from "yaml";
import { stringifyString, stringTag } from "yaml/util";
import { InputError } from "../findings/input-error";
import { halfCharacter } from "./yaml-kubectl";
import { resolveScalar } from "./yaml-scalar";

/**
 * How a string is printed. The yaml package quotes what YAML 1.1 as written down takes for something else; this adds what
 * go-yaml, which kubectl, Argo CD and Flux read with, takes for something else beside that.
 */
const goString: ScalarTag = {
  ...stringTag,
  stringify(item, context, onComment, onChompKeep) {
    const scalar = item as Scalar<string> & { source: string };
    if (!keeps(scalar.value)) return doubleQuoted(scalar.value);
    return stringifyString(scalar, { ...context, actualString: true }, onComment, onChompKeep);
  },
};

/** Options of every document that meshstep writes: what is read back, by kubectl or by kustomize, is what was written. */
export const yamlOptions: DocumentOptions & SchemaOptions = {
  version: "1.1",
  // Without merge keys: `<<` is a text like any other.
  customTags: (tags) =>
    tags.filter((tag) => !Object(tag).tag?.endsWith(":merge")).map((tag) => (tag === stringTag ? goString : tag)),
};

/** Line ends of YAML 1.1, control characters and what is no character at all: only ever written as escapes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const needsEscape = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/** Whether a text means itself without quotes, or as a block; what the yaml package finds by itself is not asked here. */
function keeps(text: string): boolean {
  if (needsEscape.test(text) || halfCharacter.test(text)) return false;
  // A block whose first line begins with a blank, or that holds blanks alone, loses them, or is no YAML for go-yaml.
  if (text.includes("\n")) return /^\n*\S/.test(text);
  // `0b-1` and `0o-7` are numbers to one go-yaml or the other.
  return text !== "<<" && !/^[-+]?0_*[box]/i.test(text) && resolveScalar(text) === text;
}

/**
 * On one line, so that nothing is folded; with escapes that YAML 1.1 and YAML 1.2 both know.
 * @throws InputError for half a character, which a file cannot hold
 */
function doubleQuoted(text: string): string {
  const json = JSON.stringify(text);
  if (halfCharacter.test(text)) throw InputError.of(`the text ${json} holds half a character, which no file can hold`);
  return json.replace(new RegExp(needsEscape, "g"), (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Making a document means making a schema; one serves all texts. */
const document = new Document(null, yamlOptions);

/**
 * Data as YAML that every reader reads alike, in its own order: block style, LF, no line folding, no anchors.
 * @throws InputError for a text with half a character
 */
export function yamlText(data: unknown): string {
  try {
    return dump(data, { schema, lineWidth: -1, noRefs: true });
  } catch (error) {
    if (!(error instanceof Unusual)) throw error;
    return documentText(data);
  }
}

/** Thrown for what js-yaml would lay out otherwise. It lays out maps and lists, which is most of a manifest, in a seventh of the time. */
class Unusual extends Error {}

/** What stands in maps and lists is printed as the yaml package prints it. */
const scalar = new Type("a scalar", {
  kind: "scalar",
  predicate(value: unknown) {
    if (typeof value !== "object" || value === null) return value !== undefined;
    if ("toJSON" in value) throw new Unusual();
    return false;
  },
  represent: scalarText,
});
const schema = new Schema({ implicit: [scalar] });

/** Most of what is written; of what it fits, only words such as `yes` are read as anything else. The yaml package takes `e0` for a number. */
const name = /^(?![eE]-?\d)[A-Za-z/][-A-Za-z0-9./]*$/;

function scalarText(value: unknown): string {
  if (typeof value === "string" && name.test(value) && resolveScalar(value) === value) return value;
  const text = documentText([value]).slice("- ".length, -1);
  if (text.includes("\n")) throw new Unusual();
  return text;
}

function documentText(data: unknown): string {
  document.contents = document.createNode(data, { aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0, directives: false });
}
