/**
 * The values behind a path of a row: keys with dots between them (`\.` is a dot of the key), `[]` for every entry of a list.
 * @returns none when nothing is there
 */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  return stepsOf(path).reduce<readonly unknown[]>((found, step) => found.flatMap((one) => next(one, step)), [value]);
}

/** Keys below one another. */
export type Keys = readonly string[];

/** The keys of a path that leads into no list. */
export function keysOf(path: string): Keys {
  return stepsOf(path).filter((step) => typeof step === "string");
}

const entries = Symbol("every entry of a list");

function stepsOf(path: string): (string | typeof entries)[] {
  const keys = path.match(/(\\.|[^.\\])+/g) ?? [];
  return keys.flatMap((key) => {
    const plain = key.replace(/\[\]$/, "").replace(/\\(.)/g, "$1");
    return key.endsWith("[]") ? [plain, entries] : [plain];
  });
}

function next(value: unknown, step: string | typeof entries): readonly unknown[] {
  if (step === entries) return Array.isArray(value) ? value : [];
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, step)) return [];
  const found = (value as Record<string, unknown>)[step];
  return found === undefined || found === null ? [] : [found];
}

/** Whether a text stands anywhere in a value, as a key or in a scalar. */
export function mentions(value: unknown, text: string): boolean {
  if (typeof value === "string") return value.includes(text);
  if (Array.isArray(value)) return value.some((one) => mentions(one, text));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, one]) => key.includes(text) || mentions(one, text));
}
