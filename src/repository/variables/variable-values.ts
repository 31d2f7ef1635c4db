import type { Place } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, valueAt } from "../../objects/object-paths";
import type { YamlSource } from "../../source/yaml-source";
import { parseYamlDocuments } from "../../source/yaml-source";
import { nearestTo } from "../engine-reads/nearest";
import type { FileObject } from "../objects/file-object";
import { configMapsOf } from "./flux-variables";

/** `${NAME}`, also with a value for the case that there is none: `${NAME:=value}`, `${NAME:-value}`. `$${NAME}` stands for itself. */
export const variable = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::[-=]([^}]*))?\}/g;

/** What a Kustomization of Flux puts in place of a variable, and where it says so. */
interface Value {
  readonly text: string;
  readonly place: Place | undefined;
}

export type Values = ReadonlyMap<string, Value>;

/** The values of a Kustomization: what stands in it wins over the ConfigMaps that it names, and the last of these over those before. */
export function valuesOf(by: FileObject, objects: readonly FileObject[]): Values {
  const found = new Map<string, Value>();
  const sources = listAt(by.object, "spec", "postBuild", "substituteFrom");
  const add = (one: FileObject, path: readonly string[]) => {
    for (const [name, value] of Object.entries(Object(valueAt(one.object, ...path)))) {
      if (["string", "number", "boolean"].includes(typeof value))
        found.set(name, { text: String(value), place: one.locate?.([...path, name]) });
    }
  };
  for (const source of sources) {
    const [only, second] = nearestTo(by, configMapsOf(source, by, objects));
    // One for each cluster: which of them is meant, the folder does not say.
    if (only && !second) add(only, ["data"]);
  }
  add(by, ["spec", "postBuild", "substitute"]);
  return found;
}

/** An object with values in place of its variables; a finding about such a field is placed where the value is given. */
export function withValues(one: FileObject, values: Values): FileObject {
  const object = filled(one.object, values) as KubernetesObject;
  return { ...one, object, locate: (path, part) => placeOf(one, [path, part], values) };
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
