import { valueAt } from "../../objects/object-paths";

/** What a generator gives to the template of an ApplicationSet for one Application. Whatever comes from elsewhere is not among it. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Which of its two template languages an ApplicationSet is written in. */
export type Language = "go" | "fasttemplate";

export function languageOf(object: unknown): Language {
  return valueAt(object, "spec", "goTemplate") === true ? "go" : "fasttemplate";
}

/** What stands between the braces of a template. */
export const expression = /\{\{-?\s*(.*?)\s*-?\}\}/g;

/** Whether something of a template is still to be filled in. */
export function isOpen(text: string): boolean {
  return text.includes("{{");
}

/** A text with those parameters in it that are known; what else it has stays as it stands. */
export function filled(text: string, parameters: Parameters, language: Language): string {
  return text.replace(expression, (whole, inner: string) => {
    const [, listed] = (language === "go" && /^(.*\S)\s*\|\s*toJson$/.exec(inner)) || [];
    if (listed !== undefined) return JSON.stringify(valueAt(parameters, ...goPath(listed))) ?? whole;
    const value = valueAt(parameters, ...(language === "go" ? goPath(inner) : plainPath(inner, parameters)));
    return ["string", "number", "boolean"].includes(typeof value) ? String(value) : whole;
  });
}

/** The same for all texts in a value. */
export function allFilled(value: unknown, parameters: Parameters, language: Language): unknown {
  if (typeof value === "string") return filled(value, parameters, language);
  if (Array.isArray(value)) return value.map((entry) => allFilled(entry, parameters, language));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, allFilled(entry, parameters, language)]));
}

/** Whether what is open in a text hangs on parameters that are known, by functions that nobody calls here. */
export function hangsOn(text: string, parameters: Parameters): boolean {
  const words = [...text.matchAll(expression)].flatMap(([, inner = ""]) => inner.match(/[\w-]+/g) ?? []);
  return words.some((word) => Object.hasOwn(parameters, word));
}

type Path = readonly (string | number)[];

/** No key is called so. */
const nowhere: Path = ["\n"];

/** `.path.basename`, and `index .path.segments 1`. */
function goPath(inner: string): Path {
  const [, list, index] = /^index\s+\.([\w.]+)\s+(\d+)$/.exec(inner) ?? [];
  if (list !== undefined) return [...list.split("."), Number(index)];
  const [, name] = /^\.([\w.]+)$/.exec(inner) ?? [];
  return name === undefined ? nowhere : name.split(".");
}

/** `path`, `path.basename`, `path[1]`, and whatever an element calls its keys. */
function plainPath(inner: string, parameters: Parameters): Path {
  if (Object.hasOwn(parameters, inner) && typeof parameters[inner] !== "object") return [inner];
  const [, name, index] = /^([\w.-]+)\[(\d+)\]$/.exec(inner) ?? [];
  if (name !== undefined) return [...name.split("."), "segments", Number(index)];
  const names = inner.split(".");
  // Of a folder that Git has, where it is; a file of Git may say any path by that word.
  const isFolder = names.at(-1) === "path" && typeof valueAt(parameters, ...names) !== "string";
  return isFolder ? [...names, "path"] : names;
}
