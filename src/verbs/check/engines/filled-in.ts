import type { Finding, Place } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { canonicalJson } from "../../../objects/canonical-json";
import { listAt, valueAt } from "../../../objects/object-paths";
import type { CheckedObject, Reader } from "../../../rules/rule";
import type { YamlSource } from "../../../source/yaml-source";
import { parseYamlDocuments } from "../../../source/yaml-source";
import type { FileObject } from "../read-objects";
import { configMapsOf, isLeftAlone, variableGivers } from "./flux-variables";

/** `${NAME}`, also with a value for the case that there is none: `${NAME:=value}`, `${NAME:-value}`. `$${NAME}` stands for itself. */
const variable = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::[-=]([^}]*))?\}/g;

/** What a Kustomization of Flux puts in place of a variable, and where it says so. */
interface Value {
  readonly text: string;
  readonly place: Place | undefined;
}

type Values = ReadonlyMap<string, Value>;

/**
 * The objects with the values that Flux puts where variables stand, where all Kustomizations that apply an object give the same ones.
 * A finding about such a field is placed where the value is given. What is only known to a cluster is left as it is written.
 * @param among where Kustomizations and their ConfigMaps are looked for
 */
export function filledIn(
  objects: readonly FileObject[],
  readBy: (one: CheckedObject) => readonly Reader[],
  among: readonly FileObject[] = objects,
): readonly FileObject[] {
  const known = new Map<CheckedObject, Values>();
  const givers = variableGivers(among);
  if (givers.length === 0) return objects;
  for (const one of givers) known.set(one, valuesOf(one, among));
  return objects.map((one) => {
    if (!JSON.stringify(one.object).includes("${") || isLeftAlone(one) || known.has(one)) return one;
    const [first, ...others] = readBy(one).map(({ by }) => known.get(by) ?? new Map<string, Value>());
    if (!first) return one;
    const object = filled(one.object, first) as KubernetesObject;
    const isSame = others.every((values) => canonicalJson(filled(one.object, values)) === canonicalJson(object));
    return isSame ? { ...one, object, locate: (path, part) => placeOf(one, [path, part], first) } : one;
  });
}

/** The variables that have been filled in, as they are written, by the files that they stand in. */
export function filledVariables(
  written: readonly FileObject[],
  objects: readonly FileObject[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [index, one] of written.entries()) {
    const now = objects[index];
    if (!now || now === one) continue;
    const left = variablesIn(now);
    const names = found.get(one.shown) ?? new Set<string>();
    for (const name of variablesIn(one)) if (!left.has(name)) names.add(name);
    found.set(one.shown, names);
  }
  return found;
}

function variablesIn({ object }: FileObject): ReadonlySet<string> {
  return new Set([...JSON.stringify(object).matchAll(variable)].map(([whole]) => whole));
}

/** Findings without the changes that would write a value over its variable. */
export function keepingVariables(
  findings: readonly Finding[],
  written: readonly FileObject[],
  objects: readonly FileObject[],
): readonly Finding[] {
  const filled = new Map(
    written.flatMap((one, index) => (one === objects[index] ? [] : [[objectId(one.object), one]])),
  );
  return findings.map((one) => {
    const source = filled.get(one.object ?? "");
    const isOver = one.fixes?.some(({ at }) => String(valueAt(source?.object, ...at)).includes("${"));
    if (!isOver) return one;
    const { fixes: _, ...rest } = one;
    return rest;
  });
}

/** The values of a Kustomization: what stands in it wins over the ConfigMaps that it names, and the last of these over those before. */
function valuesOf(by: FileObject, objects: readonly FileObject[]): Values {
  const found = new Map<string, Value>();
  const sources = listAt(by.object, "spec", "postBuild", "substituteFrom");
  const add = (one: FileObject, path: readonly string[]) => {
    for (const [name, value] of Object.entries(Object(valueAt(one.object, ...path)))) {
      if (["string", "number", "boolean"].includes(typeof value))
        found.set(name, { text: String(value), place: one.locate?.([...path, name]) });
    }
  };
  for (const source of sources) {
    const [only, second] = configMapsOf(source, by, objects);
    // One for each cluster: which of them is meant, the folder does not say.
    if (only && !second) add(only, ["data"]);
  }
  add(by, ["spec", "postBuild", "substitute"]);
  return found;
}

function filled(value: unknown, values: Values): unknown {
  if (typeof value === "string") return value.includes("${") ? filledText(value, values) : value;
  if (Array.isArray(value)) return value.map((entry) => filled(entry, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [put(key, values), filled(entry, values)]));
}

/** Flux fills in the text of the manifest, which is then read anew: `${REPLICAS}` may become a number. */
function filledText(text: string, values: Values): unknown {
  const now = put(text, values);
  if (now === text || now.includes("${")) return now;
  try {
    const read = parseYamlDocuments(now, "")[0]?.value;
    return typeof read === "object" || read === undefined ? now : read;
  } catch (error) {
    if (error instanceof InputError) return now;
    throw error;
  }
}

function put(text: string, values: Values): string {
  return text.replace(
    variable,
    (whole, name: string, otherwise?: string) => values.get(name)?.text ?? otherwise ?? whole,
  );
}

/** Where the value of a field is given; where it has none, where its variable stands. */
function placeOf(one: FileObject, [path, part]: Parameters<YamlSource["locate"]>, values: Values): Place {
  const written = path.length > 0 ? valueAt(one.object, ...path) : undefined;
  const names = typeof written === "string" ? [...written.matchAll(variable)].map(([, name = ""]) => name) : [];
  const [given] = names.flatMap((name) => values.get(name)?.place ?? []);
  const own = one.locate?.(path, part) ?? { file: one.shown, line: 1, column: 1 };
  return given ?? own;
}
