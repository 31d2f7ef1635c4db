import { readFileSync } from "node:fs";
import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import { valueAt } from "../../objects/object-paths";
import type { ChartValues } from "../../rules/charts/values";
import { parseYamlDocuments } from "../../source/yaml-source";
import {
  argoValues as argoGiven,
  fluxValues as fluxGiven,
  type Given,
  type GivenValues,
} from "../engine-reads/given-values";
import type { FileObject } from "../objects/file-object";

/**
 * What an Application gives to the chart of a source; undefined where a part of it is not here.
 * @param folder that of a chart which stands in a repository, absolute
 */
export function argoValues(one: FileObject, source: MeshPath, folder?: string): readonly ChartValues[] | undefined {
  return known(argoGiven(one, source, { folder }), one);
}

/**
 * What a HelmRelease gives to its chart; undefined where a part of it comes from elsewhere.
 * @param objects among which the ConfigMaps are that it names
 * @param chart a chart which stands in a repository
 */
export function fluxValues(
  one: FileObject,
  objects: readonly FileObject[] = [],
  chart: Parameters<typeof fluxGiven>[2] = {},
): readonly ChartValues[] | undefined {
  return known(fluxGiven(one, objects, chart), one);
}

function known({ given, lost }: GivenValues, one: FileObject): readonly ChartValues[] | undefined {
  const read = given.map((each) => valuesOf(each, one));
  return lost !== undefined || read.includes(undefined) ? undefined : read.flatMap((each) => each ?? []);
}

function valuesOf(one: Given, of: FileObject): ChartValues | undefined {
  const { by, at } = one;
  if ("values" in one) return { value: one.values, locate: (path) => by.locate?.([...at, ...path]) };
  if ("file" in one) {
    // As the user would write it: as many folders up as the manifest's own name allows.
    const shown = posix.normalize(posix.join(of.shown, posix.relative(of.file, one.file)));
    return valuesIn(one.file, shown);
  }
  const source = "text" in one ? documentIn(one.text, by.shown) : undefined;
  if ("text" in one) return source && { value: source.value, locate: () => by.locate?.(at) };
  const value = "value" in one ? nested(one.name.split("."), one.value) : {};
  return { value, locate: () => by.locate?.(at) };
}

/** What a file of values says; undefined where it is not here, or cannot be read. */
export function valuesIn(file: string, shown: string): ChartValues | undefined {
  const text = readIfThere(file);
  return text === undefined ? undefined : documentIn(text, shown);
}

/** A text without a document gives nothing; undefined where it cannot be read. */
function documentIn(text: string, file: string): ChartValues | undefined {
  try {
    const [source] = parseYamlDocuments(text, file);
    return { value: source?.value ?? {}, locate: (path) => source?.locate(path) };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** What a chart of one's own has in its values, and then what it is given; undefined where its own cannot be read. */
export function wrapperValues(
  file: string,
  shown: string,
  given: readonly ChartValues[],
): readonly ChartValues[] | undefined {
  const [own, name] = [file, shown].map((path) => posix.join(posix.dirname(path), "values.yaml")) as [string, string];
  if (readIfThere(own) === undefined) return given;
  const values = valuesIn(own, name);
  return values && [values, ...given];
}

/** Of values, what Helm hands to a chart below: all under its name, and what is global. */
export function partOf({ value, locate }: ChartValues, name: string): ChartValues {
  const own = Object(valueAt(value, name));
  const global = { ...Object(valueAt(value, "global")), ...Object(valueAt(own, "global")) };
  return {
    value: { ...own, ...(Object.keys(global).length > 0 && { global }) },
    locate: (path) => locate(valueAt(own, ...path) === undefined ? path : [name, ...path]),
  };
}

function nested([key, ...rest]: readonly string[], value: unknown): unknown {
  return key === undefined ? value : { [key]: nested(rest, value) };
}
