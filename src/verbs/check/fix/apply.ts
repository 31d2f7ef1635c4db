import { isDeepStrictEqual } from "node:util";
import type { Finding, Fix, MeshPath } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { valueAt } from "../../../objects/object-paths";
import { parseYamlDocuments, type YamlSource } from "../../../source/yaml-source";
import { editObject } from "./edit-object";

/** A text after its fixes. */
export interface FixedText {
  readonly text: string;
  /** The findings that are mended by it. */
  readonly mended: readonly Finding[];
}

/**
 * Applies what mends some findings to the text of a file. A finding whose fixes cannot all be applied, or would change anything
 * else, is left alone.
 */
export function applyFixes(text: string, findings: readonly Finding[]): FixedText {
  let current: readonly string[] = text.split("\n");
  const mended: Finding[] = [];
  // From the end to the beginning, so that places stay true.
  for (const one of findings.toSorted((a, b) => lastLine(b) - lastLine(a))) {
    const fixed = orderedFixes(one).reduce<readonly string[] | undefined>(
      (at, fix) => (at === undefined ? undefined : applied(at, fix)),
      current,
    );
    if (fixed === undefined) continue;
    current = fixed;
    mended.push(one);
  }
  return { text: current.join("\n"), mended };
}

function orderedFixes({ fixes = [] }: Finding): readonly Fix[] {
  return fixes.toSorted((a, b) => b.place.line - a.place.line || b.place.column - a.place.column);
}

function lastLine(one: Finding): number {
  return Math.max(...(one.fixes ?? []).map(({ place }) => place.line));
}

/** One document at a time: a file may hold thousands, and each fix reads what it changes again. */
function applied(lines: readonly string[], { place, at, value, options }: Fix): readonly string[] | undefined {
  const [from, to] = documentAround(lines, place.line - 1);
  // With the end of its last line: a carriage return alone would be a part of the last value.
  const end = to < lines.length ? "\n" : "";
  const before = lines.slice(from, to).join("\n") + end;
  const start = { line: place.line - from, column: place.column };
  const wanted = options ? joined(valueIn(before, start, at), options) : value;
  const after = editObject(before, start, at, wanted);
  if (after === undefined || !changesOnly(before, after, start, at, wanted)) return undefined;
  const kept = end !== "" && after.endsWith(end) ? after.slice(0, -end.length) : after;
  return lines.toSpliced(from, to - from, ...kept.split("\n"));
}

/** Its lines, without the markers. */
function documentAround(lines: readonly string[], at: number): [from: number, to: number] {
  const isMarker = (line: string | undefined) => line !== undefined && /^(---|\.\.\.)(\s|$)/.test(line);
  let from = at;
  // A document may begin on the line of its marker.
  while (from > 0 && !isMarker(lines[from])) from -= 1;
  if (isMarker(lines[from]) && from !== at) from += 1;
  let to = at + 1;
  while (to < lines.length && !isMarker(lines[to])) to += 1;
  return [from, to];
}

/** `Prune=false` joins `Delete=false`; an option that is there with another value gives way. */
function joined(value: unknown, options: readonly string[]): string {
  const kept = (typeof value === "string" ? value.split(",") : [])
    .map((one) => one.trim())
    .filter((one) => one !== "" && !options.some((option) => option.split("=")[0] === one.split("=")[0]));
  return [...kept, ...options].join(",");
}

type Start = Pick<Fix["place"], "line" | "column">;

function valueIn(text: string, start: Start, at: MeshPath): unknown {
  const found = objectIn(text, start);
  return found && valueAt(found.source.value, ...found.path, ...at);
}

/** The document and the path in it at which the object begins: of nested ones the innermost. */
function objectIn(text: string, start: Start): { readonly source: YamlSource; readonly path: MeshPath } | undefined {
  for (const source of documentsOf(text)) {
    const path = pathTo(source, start, []);
    if (path) return { source, path };
  }
  return undefined;
}

function pathTo(source: YamlSource, start: Start, path: MeshPath): MeshPath | undefined {
  const value = valueAt(source.value, ...path);
  const { line, column } = source.locate(path);
  if (line === start.line && column === start.column && isObject(value)) return path;
  const { items } = Object(value) as { items?: unknown };
  if (!Array.isArray(items)) return undefined;
  return items.map((_, index) => pathTo(source, start, [...path, "items", index])).find((one) => one !== undefined);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && "metadata" in value;
}

function documentsOf(text: string): readonly YamlSource[] {
  try {
    return parseYamlDocuments(text, "");
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** Whether nothing but the one value differs between two texts. */
function changesOnly(before: string, after: string, start: Start, at: MeshPath, value: unknown): boolean {
  const found = objectIn(before, start);
  if (!found) return false;
  const expected = documentsOf(before).map((one, index, all) =>
    all[index]?.locate([]).line === found.source.locate([]).line
      ? changed(one.value, [...found.path, ...at], value)
      : one.value,
  );
  return isDeepStrictEqual(
    documentsOf(after).map((one) => one.value),
    expected,
  );
}

/** A copy with another value at a path; what is left empty on the way goes with it. */
function changed(data: unknown, [key, ...rest]: MeshPath, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data)) return data.map((one, index) => (index === key ? changed(one, rest, value) : one));
  const { [key]: old, ...others } = Object(data) as Record<string, unknown>;
  const inner = changed(old, rest, value);
  const isGone = inner === undefined || (value === undefined && Object.keys(Object(inner)).length === 0);
  return isGone ? others : { ...(Object(data) as object), [key]: inner };
}
