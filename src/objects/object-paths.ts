type Path = readonly (string | number)[];

/** Whether a value has fields; a list has none. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path inside an object; undefined where something on the way is missing. */
export function valueAt(object: unknown, ...path: Path): unknown {
  let at = object;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[key];
  }
  return at;
}

/** The text at a path inside an object; numbers are read as YAML showed them, anything else is no text. */
export function textAt(object: unknown, ...path: Path): string | undefined {
  const found = valueAt(object, ...path);
  if (typeof found === "number") return String(found);
  return typeof found === "string" ? found : undefined;
}

/** The list at a path inside an object; empty where there is none. */
export function listAt(object: unknown, ...path: Path): readonly unknown[] {
  const found = valueAt(object, ...path);
  return Array.isArray(found) ? found : [];
}

/** What was written as one word: a map or a list, which nobody can mean there, as JSON. `String` of a map with a key `toString` throws. */
export function wordOf(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** A value as JSON, no longer than a sentence bears. */
export function shortJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
