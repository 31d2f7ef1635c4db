import { dump, Schema, Type } from "js-yaml";
import { Document } from "yaml";
import { resolveScalar } from "./yaml-scalar";
import { yamlOptions } from "./yaml-string";

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

/*
 * js-yaml lays out maps and lists, which is most of a manifest, in a seventh of the time; what stands in them is printed as the yaml package prints it.
 */

/** Thrown for what js-yaml would lay out otherwise. */
class Unusual extends Error {}

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
  // A map takes -0 for 0.
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const known = scalarTexts.get(value);
  if (known !== undefined) return known;
  const text = documentText([value]).slice("- ".length, -1);
  if (text.includes("\n")) throw new Unusual();
  if (scalarTexts.size >= limit) scalarTexts.clear();
  scalarTexts.set(value, text);
  return text;
}

/** Bounded, so that memory does not grow with the fleet. */
const scalarTexts = new Map<unknown, string>();
const limit = 1000;

function documentText(data: unknown): string {
  document.contents = document.createNode(data, { aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0, directives: false });
}
