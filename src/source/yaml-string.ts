import type { DocumentOptions, Scalar, ScalarTag, SchemaOptions } from "yaml";
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

const mergeTag = "tag:yaml.org,2002:merge";

/** Options of every document that meshstep writes: what is read back, by kubectl or by kustomize, is what was written. */
export const yamlOptions: DocumentOptions & SchemaOptions = {
  version: "1.1",
  // Without merge keys: `<<` is a text like any other.
  customTags: (tags) =>
    tags.filter((tag) => Object(tag).tag !== mergeTag).map((tag) => (tag === stringTag ? goString : tag)),
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
