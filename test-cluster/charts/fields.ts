import { parse, parseAllDocuments } from "yaml";

/** What a chart renders, one entry per scalar: `Deployment/istiod spec.replicas` to `1`. An empty map or list is an entry, too. */
export type Fields = ReadonlyMap<string, string>;

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Every scalar of every object, with a name that does not depend on where in a list it stands. */
export function fieldsOf(manifests: string): Fields {
  const fields = new Map<string, string>();
  for (const document of parseAllDocuments(manifests)) {
    const object = document.toJS() as Rendered | null;
    if (!object) continue;
    const { kind, metadata } = object;
    const put = (path: string, value: unknown) => {
      const name = `${kind}/${metadata.name} ${path}`;
      if (fields.has(name)) throw new Error(`${name} is rendered twice`);
      fields.set(name, String(value));
    };
    for (const [key, value] of Object.entries(object)) {
      walk(kind === "ConfigMap" && key === "data" ? opened(value) : value, key, put);
    }
  }
  return fields;
}

function walk(value: unknown, path: string, put: (path: string, value: unknown) => void): void {
  if (typeof value !== "object" || value === null) {
    put(path, value);
    return;
  }
  const entries = Array.isArray(value)
    ? value.map((one, index) => [`${path}[${nameIn(value, one) ?? index}]`, one] as const)
    : Object.entries(value).map(([key, one]) => [`${path}.${key}`, one] as const);
  if (entries.length === 0) put(path, Array.isArray(value) ? "[]" : "{}");
  for (const [below, one] of entries) walk(one, below, put);
}

/** Containers and variables are known by their names: one more must not look like a change of all that follow. */
function nameIn(list: readonly unknown[], one: unknown): string | undefined {
  const nameOf = (entry: unknown) => (entry as { name?: unknown } | null)?.name;
  const names = list.map(nameOf);
  return names.every((name) => typeof name === "string") && new Set(names).size === names.length
    ? String(nameOf(one))
    : undefined;
}

/** ConfigMaps carry whole documents as text: what differs in them is to be named, and not that the text is another. */
function opened(data: unknown): unknown {
  return Object.fromEntries(
    Object.entries((data ?? {}) as Record<string, string>).map(([key, text]) => {
      const inside: unknown = /[\n{]/.test(text) ? parse(text) : text;
      return [key, typeof inside === "object" && inside !== null && !Array.isArray(inside) ? inside : text];
    }),
  );
}

/** A field that two renderings do not have alike; undefined where one lacks it. */
export interface Change {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export function changes(before: Fields, after: Fields): readonly Change[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  // A map that gets its first key is told by that key.
  const filled = (field: string, empty: Fields, other: Fields) =>
    ["{}", "[]"].includes(empty.get(field) ?? "") &&
    names.some((name) => /^[.[]/.test(name.slice(field.length)) && name.startsWith(field) && other.has(name));
  return names
    .filter((field) => before.get(field) !== after.get(field))
    .filter((field) => !filled(field, before, after) && !filled(field, after, before))
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }));
}
