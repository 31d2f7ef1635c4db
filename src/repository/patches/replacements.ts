import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import type { YamlSource } from "../../source/yaml-source";
import type { KustomizationFile } from "../kustomizations/file";
import { operated } from "../kustomizations/json-patch";
import type { FileObject } from "../objects/file-object";
import { keysOf, placesOf } from "./field-paths";
import { documentsAt, type Patch } from "./patches";
import type { Refusal } from "./refused";
import { fitting } from "./targets";

/** What the replacements of a kustomization write into objects, and what of them kustomize refuses. */
export interface Replacements {
  readonly patches: readonly Patch[];
  readonly refused: readonly Refusal[];
}

type Entry = Pick<YamlSource, "value" | "locate">;

/** What a value can be taken of. */
type Source = Pick<FileObject, "object" | "locate">;

/**
 * Values that a kustomization copies from one object to others, as kustomize 5.5 does it.
 * @param objects what it builds, with its other changes
 * @param isWhole whether these are all of them
 */
export function replacementsOf(
  file: KustomizationFile,
  objects: readonly FileObject[],
  isWhole: boolean,
): Replacements {
  const made = entriesOf(file).map((entry) => replacement(entry, [...objects, ...literalMaps(file)], isWhole));
  return { patches: made.flatMap(({ patches }) => patches), refused: made.flatMap(({ refused }) => refused) };
}

function entriesOf(file: KustomizationFile): readonly Entry[] {
  const { source } = file;
  return listAt(source.value, "replacements").flatMap((entry, index): readonly Entry[] => {
    const path = textAt(entry, "path");
    if (path === undefined) return [{ value: entry, locate: (at) => source.locate(["replacements", index, ...at]) }];
    // A file may hold several of them, as a list.
    return documentsAt(file.folder, path, posix.join(posix.dirname(file.shown), path)).flatMap(({ value, locate }) =>
      Array.isArray(value)
        ? value.map((one: unknown, at): Entry => ({ value: one, locate: (inside) => locate([at, ...inside]) }))
        : [{ value, locate }],
    );
  });
}

/** ConfigMaps that are generated of literals, by their names without a hash. */
function literalMaps({ source }: KustomizationFile): readonly Source[] {
  return listAt(source.value, "configMapGenerator").map((entry, index) => {
    const pairs = listAt(entry, "literals").map((one) => /^([^=]*)=(['"]?)(.*)\2$/s.exec(wordOf(one)));
    const data = Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[3] ?? ""]));
    const [name = "", namespace] = ["name", "namespace"].map((key) => textAt(entry, key));
    const at = (key: unknown) => pairs.findIndex((pair) => pair?.[1] === key);
    return {
      object: { apiVersion: "v1", kind: "ConfigMap", metadata: { name, ...(namespace && { namespace }) }, data },
      locate: ([, key]) => source.locate(["configMapGenerator", index, "literals", at(key)]),
    };
  });
}

function replacement(entry: Entry, objects: readonly Source[], isWhole: boolean): Replacements {
  const { value: what, locate } = entry;
  const targets = listAt(what, "targets");
  const none = (message: string): Replacements => ({
    // What it would write is not known here.
    patches: targets.map((target) => ({ ...unread(target, locate) })),
    refused: isWhole ? [{ message, place: locate(["source"]) }] : [],
  });
  // Newer kustomize takes a value as it is.
  const literal = textAt(what, "sourceValue");
  const fits = fitting(exact(valueAt(what, "source")));
  const [source, second] = objects.filter(({ object }) => fits(object));
  const name = `${textAt(what, "source", "kind") ?? "object"} ${textAt(what, "source", "name") ?? ""}`.trim();
  if (literal === undefined && (!source || second)) {
    return none(
      `a replacement takes its value of ${name}, and there ${second ? "are several" : "is none"}: kustomize refuses it`,
    );
  }
  const field = textAt(what, "source", "fieldPath") ?? "metadata.name";
  const value = literal ?? valueIn(source?.object, field, valueAt(what, "source", "options"));
  if (value === undefined) return none(`a replacement takes ${field} of ${name}, which has none: kustomize refuses it`);
  // A wrong value is mended where it comes from.
  const given = () => source?.locate?.(placesOf(source.object, keysOf(field))[0] ?? []) ?? locate(["sourceValue"]);
  return {
    patches: targets.map((target, index) => ({
      ...writing(target, value, given),
      place: () => locate(["targets", index]),
    })),
    refused: [],
  };
}

/** Unlike those of patches, names of replacements are no patterns. */
function exact(selector: unknown): unknown {
  const entries = Object.entries(Object(selector)).filter(([key]) => key !== "fieldPath" && key !== "options");
  const quoted = (key: string, value: unknown) =>
    /Selector$/.test(key) ? value : wordOf(value).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return Object.fromEntries(entries.map(([key, value]) => [key, quoted(key, value)]));
}

function unread(target: unknown, locate: Patch["locate"]): Patch {
  return { value: target, ...chosen(target), apply: (object) => object, sets: () => false, locate, isUnread: true };
}

function chosen(target: unknown): Pick<Patch, "fits"> {
  const [fits, ...rejected] = [valueAt(target, "select"), ...listAt(target, "reject")].map((one) =>
    fitting(exact(one)),
  );
  return { fits: (object) => fits?.(object) === true && !rejected.some((it) => it(object)) };
}

function valueIn(object: unknown, field: string, options: unknown): unknown {
  const found = valueAt(object, ...(placesOf(object, keysOf(field))[0] ?? [""]));
  const delimiter = textAt(options, "delimiter");
  return delimiter === undefined || found === undefined
    ? found
    : wordOf(found).split(delimiter)[Number(valueAt(options, "index") ?? 0)];
}

function writing(target: unknown, value: unknown, locate: Patch["locate"]): Patch {
  const paths = listAt(target, "fieldPaths").map(wordOf);
  const fields = (paths.length > 0 ? paths : ["metadata.name"]).map(keysOf);
  const options = valueAt(target, "options");
  const created = valueAt(options, "create") === true;
  const placesIn = (object: unknown) => fields.flatMap((keys) => placesOf(object, keys, created));
  return {
    value: target,
    ...chosen(target),
    refusing: (object) => {
      const lost = fields.find((keys) => placesOf(object, keys, created).length === 0 && !keys.includes("*"));
      return lost && { op: "replacements", path: lost };
    },
    apply: (object) => placesIn(object).reduce((at, path) => written(at, path, value, options), object),
    sets: (path) => placesWithin(fields, path),
    locate,
  };
}

/** Whether a path is one that fields lead to; entries of lists may be any. */
function placesWithin(fields: readonly (readonly string[])[], path: MeshPath): boolean {
  return fields.some(
    (keys) =>
      keys.length <= path.length && keys.every((key, at) => key === String(path[at]) || /^\[.*=|^\*$|^\d+$/.test(key)),
  );
}

function written(object: KubernetesObject, path: MeshPath, value: unknown, options: unknown): KubernetesObject {
  const was = valueAt(object, ...path);
  const last = path.findIndex((_, index) => valueAt(object, ...path.slice(0, index + 1)) === undefined);
  const [there, missing] = last < 0 ? [path, []] : [path.slice(0, last + 1), path.slice(last + 1)];
  const whole = missing.reduceRight<unknown>((inner, key) => ({ [key]: inner }), valueBeside(was, value, options));
  const made = operated(object, [{ op: "replace", path: there.map(String), value: whole }]);
  return "object" in made ? (made.object as KubernetesObject) : object;
}

/** A number stays one, and between delimiters a part alone is replaced. */
function valueBeside(was: unknown, value: unknown, options: unknown): unknown {
  const delimiter = textAt(options, "delimiter");
  if (delimiter !== undefined && was !== undefined) {
    const [parts, index] = [wordOf(was).split(delimiter), Number(valueAt(options, "index") ?? 0)];
    const [start, end] = index < 0 ? [0, 0] : [index, index + 1];
    return [...parts.slice(0, start), wordOf(value), ...parts.slice(end)].join(delimiter);
  }
  if (typeof value === "object" || typeof was === "object" || was === undefined) return value;
  return typeof was === "string" ? wordOf(value) : plain(wordOf(value));
}

function plain(text: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text === "true" || text === "false" ? text === "true" : text;
}
