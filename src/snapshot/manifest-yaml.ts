import { dump, Schema, Type } from "js-yaml";
import { Document } from "yaml";
import type { KubernetesObject } from "../mesh/mesh";
import { resolveScalar } from "../source/yaml-scalar";
import { yamlOptions } from "../source/yaml-string";

/** Making a document means making a schema; one serves all manifests. */
const document = new Document(null, yamlOptions);

/**
 * A manifest as text: apiVersion, kind, metadata first, then the rest in its own order; LF, no line folding, no anchors.
 * Strings are quoted by the rules of YAML 1.1, which is what kubectl, Argo CD and Flux read: `"on"`, `"1.20"`.
 * @throws InputError for a text with half a character
 */
export function manifestYaml(object: KubernetesObject): string {
  const key = JSON.stringify(object);
  const text = texts.get(key) ?? render(object);
  if (texts.size >= textLimit) texts.clear();
  texts.set(key, text);
  return text;
}

/** The meshes of a fleet share many objects; printing them is most of the work. Bounded, so that memory does not grow with the fleet. */
const texts = new Map<string, string>();
const textLimit = 1000;

function render(object: KubernetesObject): string {
  return yamlText(ordered(object));
}

/** Data as YAML that every reader reads alike, in its own order. */
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
  if (scalarTexts.size >= textLimit) scalarTexts.clear();
  scalarTexts.set(value, text);
  return text;
}

/** Bounded as {@link texts} are. */
const scalarTexts = new Map<unknown, string>();

function documentText(data: unknown): string {
  document.contents = document.createNode(data, { aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0, directives: false });
}

function ordered(object: KubernetesObject): Record<string, unknown> {
  const { apiVersion, kind, metadata, ...rest } = object;
  const { name, namespace, labels, annotations, ...others } = metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels: sorted(labels) }),
      ...(annotations && { annotations: sorted(annotations) }),
      ...others,
    },
    ...rest,
  };
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
