import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { canonicalJson } from "../../objects/canonical-json";
import { valueAt } from "../../objects/object-paths";
import type { CheckedObject, Reader } from "../../rules/rule";
import type { FileObject } from "../objects/file-object";
import type { Readings } from "../readers/readings";
import { isLeftAlone, variableGivers } from "./flux-variables";
import { type Values, valuesOf, variable, withValues } from "./variable-values";

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
  const known = knownValues(among);
  if (known.size === 0) return objects;
  return objects.map((one) => {
    if (!asks(one) || known.has(one)) return one;
    const [first, ...others] = readBy(one).map(({ by }) => known.get(by) ?? nothing);
    if (!first) return one;
    const made = withValues(one, first);
    return others.every((values) => isSame(made, withValues(one, values))) ? made : one;
  });
}

/**
 * What each Kustomization puts into the objects that several apply, each with other values.
 * @param isAsked of whom it is asked also where all put the same
 */
export function ownValues(
  objects: readonly FileObject[],
  { readers, readBy }: Pick<Readings, "readers" | "readBy">,
  isAsked: (reader: Reader) => boolean,
): ReadonlyMap<CheckedObject, (one: FileObject) => FileObject> {
  const known = knownValues(objects);
  if (known.size === 0) return new Map();
  const differing = objects.flatMap((one) => {
    const readers = asks(one) && !known.has(one) ? [...new Set(readBy(one).map(({ by }) => by))] : [];
    const [first, ...others] = readers.map((by) => withValues(one, known.get(by) ?? nothing));
    return first && others.some((made) => !isSame(first, made)) ? readers : [];
  });
  const asked = readers.filter((reader) => known.has(reader.by) && isAsked(reader)).map(({ by }) => by);
  return new Map(
    [...differing, ...asked].map((by) => {
      const values = known.get(by);
      return [by, (one) => (values && asks(one) ? withValues(one, values) : one)];
    }),
  );
}

const nothing: Values = new Map();

function knownValues(objects: readonly FileObject[]): ReadonlyMap<CheckedObject, Values> {
  return new Map(variableGivers(objects).map((one) => [one, valuesOf(one, objects)]));
}

function asks(one: FileObject): boolean {
  return JSON.stringify(one.object).includes("${") && !isLeftAlone(one);
}

function isSame(one: FileObject, other: FileObject): boolean {
  return canonicalJson(one.object) === canonicalJson(other.object);
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
