import { type Alias, isAlias, isMap, isScalar, isSeq, type ParsedNode, Scalar, type YAMLMap } from "yaml";
import type { MeshPath, Place } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { inputBytesLimit, inputLimitText } from "./limits";
import { isMergePair, keyText, mergedMaps, type ParsedPair } from "./yaml-keys";
import { resolveScalar, type ScalarValue, UnfitScalar } from "./yaml-scalar";

/** Beside its text, a value costs about this much memory. */
const bytesPerValue = 64;

const core = "tag:yaml.org,2002:";
const typedScalars: Readonly<Record<string, (value: ScalarValue) => boolean>> = {
  [`${core}int`]: Number.isInteger,
  [`${core}float`]: (value) => typeof value === "number",
  [`${core}bool`]: (value) => typeof value === "boolean",
  [`${core}null`]: (value) => value === null,
};
const textTags: readonly string[] = ["!", `${core}str`];

/** What each alias of a document stands for. */
export type AliasTargets = ReadonlyMap<Alias, ParsedNode>;

/** What one reading of a document knows and finds. */
interface Reading {
  readonly placeOf: (node: ParsedNode) => Place;
  readonly anchors: Map<string, ParsedNode>;
  readonly targets: Map<Alias, ParsedNode>;
  /** Alias targets that are being expanded, to see an alias inside what it names. */
  readonly expanding: Set<ParsedNode>;
  readonly problems: Problem[];
  expandedBytes: number;
}

/**
 * Turns a parsed document into plain data: maps become objects with own keys only, scalars are read as kubectl reads
 * them, aliases and merge keys are expanded up to the size that an input may have.
 * @throws InputError with every duplicate key, reserved key, foreign tag and broken alias of the document
 */
export function plainValue(root: ParsedNode, placeOf: (node: ParsedNode) => Place): [unknown, AliasTargets] {
  const reading: Reading = {
    placeOf,
    anchors: new Map(),
    targets: new Map(),
    expanding: new Set(),
    problems: [],
    expandedBytes: 0,
  };
  const value = read(root, [], reading);
  if (reading.problems.length > 0) throw new InputError(reading.problems);
  return [value, reading.targets];
}

function read(node: ParsedNode | null, path: MeshPath, reading: Reading): unknown {
  if (node === null) return null;
  if (isAlias(node)) return readAlias(node, path, reading);
  const repeated = reading.expanding.size > 0;
  if (repeated) countExpanded(node, reading);
  else if (node.anchor) setAnchor(node.anchor, node, path, reading);
  if (isScalar(node)) return readScalar(node, path, reading);
  const expected = isMap(node) ? `${core}map` : `${core}seq`;
  if (node.tag && node.tag !== expected) refuse(reading, node, path, foreignTag(node.tag));
  if (isMap(node)) return readMap(node as YAMLMap<ParsedNode, ParsedNode | null>, path, reading);
  return node.items.map((item, index) => read(item as ParsedNode, [...path, index], reading));
}

function setAnchor(name: string, node: ParsedNode, path: MeshPath, reading: Reading): void {
  if (!/^[-\w]+$/.test(name)) {
    refuse(reading, node, path, `kubectl does not read the anchor &${name}`, "name it with letters, digits, - and _");
  }
  reading.anchors.set(name, node);
}

function readAlias(alias: Alias.Parsed, path: MeshPath, reading: Reading): unknown {
  const target = reading.targets.get(alias) ?? reading.anchors.get(alias.source);
  if (!target) return refuse(reading, alias, path, `no anchor &${alias.source} stands before this alias`);
  reading.targets.set(alias, target);
  if (reading.expanding.has(target) || !closed(target, alias)) {
    return refuse(reading, alias, path, `the alias *${alias.source} stands inside what it names`);
  }
  reading.expanding.add(target);
  const value = read(target, path, reading);
  reading.expanding.delete(target);
  return value;
}

/** Whether the target ends before the alias starts. */
function closed(target: ParsedNode, alias: Alias.Parsed): boolean {
  return target.range[1] <= alias.range[0];
}

function countExpanded(node: ParsedNode, reading: Reading): void {
  reading.expandedBytes += bytesPerValue + (isScalar(node) ? (node.source?.length ?? 0) : 0);
  if (reading.expandedBytes <= inputBytesLimit) return;
  throw InputError.of(`aliases expand this document to more than ${inputLimitText}`, {
    place: reading.placeOf(node),
    hint: "write the values out, or use fewer aliases of aliases",
  });
}

function readMap(map: YAMLMap<ParsedNode, ParsedNode | null>, path: MeshPath, reading: Reading): object {
  const own = new Map<string, unknown>();
  const inherited = new Map<string, unknown>();
  const first = new Map<string, ParsedNode>();
  let isMerged = false;
  for (const pair of map.items) {
    if (isMergePair(pair)) {
      if (isMerged) refuse(reading, pair.key, path, secondMerge, "give << a list: <<: [*a, *b]");
      isMerged = true;
      merge(pair, path, inherited, reading);
      const late = [...inherited.keys()].find((key) => own.has(key));
      if (late !== undefined)
        refuse(reading, pair.key, [...path, late], lateMerge, "write << before the map's own keys");
      continue;
    }
    const key = readKey(pair.key, path, reading);
    if (key === undefined) continue;
    const before = first.get(key);
    if (before) {
      const { line } = reading.placeOf(before);
      refuse(reading, pair.key, [...path, key], `duplicate key; it is already on line ${line}`);
      continue;
    }
    first.set(key, pair.key);
    own.set(key, read(pair.value, [...path, key], reading));
  }
  return Object.fromEntries([...inherited, ...own]);
}

function readKey(node: ParsedNode, path: MeshPath, reading: Reading): string | undefined {
  const key = orUnfit(() => keyText(node));
  if (key instanceof UnfitScalar) {
    refuse(reading, node, path, key.message, "quote it");
  } else if (key === undefined) {
    refuse(reading, node, path, "a key must be a word");
  } else if (node.tag && !textTags.includes(node.tag)) {
    refuse(reading, node, path, foreignTag(node.tag));
  } else if (key === "__proto__") {
    refuse(reading, node, [...path, key], "this key is not allowed");
  } else {
    // A key may carry an anchor too.
    if (node.anchor && reading.expanding.size === 0) setAnchor(node.anchor, node, path, reading);
    return key;
  }
  return undefined;
}

const secondMerge = "a second <<: readers differ in which of the two wins";
const lateMerge = "<< stands behind this key: kubectl takes the merged value, and others the map's own";

/** A key of the map itself wins over a merged one, and an earlier merged map over a later one. */
function merge(pair: ParsedPair, path: MeshPath, inherited: Map<string, unknown>, reading: Reading): void {
  if (isSeq(pair.value) && pair.value.anchor && reading.expanding.size === 0) {
    setAnchor(pair.value.anchor, pair.value, path, reading);
  }
  for (const source of mergedMaps(pair.value)) {
    const value = read(source, path, reading);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      refuse(reading, source ?? pair.key, path, "<< can only merge maps");
      continue;
    }
    for (const [key, entry] of Object.entries(value)) if (!inherited.has(key)) inherited.set(key, entry);
  }
}

function readScalar(node: Scalar.Parsed, path: MeshPath, reading: Reading): ScalarValue {
  const text = String(node.value);
  if (node.tag ? textTags.includes(node.tag) : node.type !== Scalar.PLAIN) return text;
  const fits = node.tag ? typedScalars[node.tag] : () => true;
  if (!fits) return refuse(reading, node, path, foreignTag(node.tag ?? ""));
  const value = orUnfit(() => resolveScalar(text));
  if (value instanceof UnfitScalar) return refuse(reading, node, path, value.message, "quote it if it is text");
  return fits(value) ? value : refuse(reading, node, path, `${text} does not fit its tag`);
}

function orUnfit<T>(resolve: () => T): T | UnfitScalar {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof UnfitScalar) return error;
    throw error;
  }
}

function foreignTag(tag: string): string {
  return `the tag ${tag.replace(core, "!!")} is not supported; write the value in plain YAML`;
}

function refuse(reading: Reading, node: ParsedNode, path: MeshPath, message: string, hint?: string): null {
  reading.problems.push({ message, path, place: reading.placeOf(node), ...(hint ? { hint } : {}) });
  return null;
}
