import { type Alias, isAlias, isMap, isScalar, isSeq, type ParsedNode, Scalar, type YAMLMap } from "yaml";
import type { MeshPath, Place } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { inputBytesLimit, inputLimitText } from "./limits";
import { unfitScalar } from "./yaml-kubectl";
import { resolveKey, resolveScalar, type ScalarValue, UnfitScalar } from "./yaml-scalar";

/** A value of a document, and where it is written. */
export interface Part {
  readonly value: unknown;
  /** Offsets in the text, of the value and of its key. */
  readonly offset: number;
  readonly key?: number;
  /** A scalar as it is written, without its quotes. */
  readonly written?: string | undefined;
  /** What a map or a list holds. */
  readonly below: ReadonlyMap<string, Part>;
  /** What it costs in memory, about. */
  readonly bytes: number;
}

/** Beside its text, a value costs about this much memory. */
const bytesPerValue = 64;

const core = "tag:yaml.org,2002:";
const textTags: readonly string[] = ["!", `${core}str`];
/** What a scalar with a tag has to be. */
const typedScalars: Readonly<Record<string, (value: ScalarValue) => boolean>> = {
  [`${core}int`]: Number.isInteger,
  [`${core}float`]: (value) => typeof value === "number",
  [`${core}bool`]: (value) => typeof value === "boolean",
  [`${core}null`]: (value) => value === null,
};

/** Whether nothing is written where a value could be. */
export function isNothing(node: ParsedNode | null): node is null {
  return node === null || (isScalar(node) && node.source === "" && node.type === Scalar.PLAIN);
}

/**
 * Turns a parsed document into plain data: maps become objects with own keys only, scalars are read as kubectl reads
 * them, aliases and merge keys are expanded up to the size that an input may have.
 * @throws InputError with every duplicate key, reserved key, foreign tag and broken alias of the document
 */
export function readNode(root: ParsedNode, text: string, placeAt: (offset: number) => Place): Part {
  const reader = new Reader(text, placeAt);
  const part = reader.read(root, []);
  if (reader.problems.length > 0) throw new InputError(reader.problems);
  return part;
}

/** One reading of a document. */
class Reader {
  readonly problems: Problem[] = [];
  /** What each anchor names; `open` while that is being read. */
  private readonly anchors = new Map<string, Part | "open">();
  private expandedBytes = 0;

  constructor(
    private readonly text: string,
    private readonly placeAt: (offset: number) => Place,
  ) {}

  read(node: ParsedNode | null, path: MeshPath, offset = 0): Part {
    if (node === null) return partOf(null, offset);
    if (isAlias(node)) return this.alias(node, path);
    const { anchor } = node;
    if (anchor) this.anchors.set(anchor, "open");
    if (anchor && !/^[-\w]+$/.test(anchor)) {
      this.refuse(node, path, `kubectl does not read the anchor &${anchor}`, "name it with letters, digits, - and _");
    }
    const part = isScalar(node) ? this.scalar(node, path) : this.collection(node, path);
    if (anchor) this.anchors.set(anchor, part);
    return part;
  }

  private alias(alias: Alias.Parsed, path: MeshPath): Part {
    const [offset] = alias.range;
    const target = this.anchors.get(alias.source);
    if (target === undefined) return this.refuse(alias, path, `no anchor &${alias.source} stands before this alias`);
    if (target === "open") return this.refuse(alias, path, `the alias *${alias.source} stands inside what it names`);
    this.expandedBytes += target.bytes;
    if (this.expandedBytes <= inputBytesLimit) return { ...target, offset };
    throw InputError.of(`aliases expand this document to more than ${inputLimitText}`, {
      place: this.placeAt(offset),
      hint: "write the values out, or use fewer aliases of aliases",
    });
  }

  private collection(node: Exclude<ParsedNode, Alias | Scalar>, path: MeshPath): Part {
    const expected = isMap(node) ? `${core}map` : `${core}seq`;
    if (node.tag && node.tag !== expected) this.refuse(node, path, foreignTag(node.tag));
    const [offset] = node.range;
    if (isMap(node)) {
      const below = this.entries(node as YAMLMap.Parsed, path);
      return partOf(Object.fromEntries([...below].map(([key, { value }]) => [key, value])), offset, below);
    }
    const items = node.items.map((item, index) => this.read(item as ParsedNode, [...path, index]));
    const values = items.map(({ value }) => value);
    return partOf(values, offset, new Map(items.map((item, index) => [String(index), item])));
  }

  private entries(map: YAMLMap.Parsed, path: MeshPath): ReadonlyMap<string, Part> {
    const own = new Map<string, Part>();
    let merged: ReadonlyMap<string, Part> | undefined;
    for (const { key: node, value } of map.items) {
      if (isMerge(node)) {
        if (merged) this.refuse(node, path, secondMerge, "give << a list: <<: [*a, *b]");
        merged = this.merged(node, value, path);
        const late = [...merged.keys()].find((key) => own.has(key));
        if (late !== undefined) this.refuse(node, [...path, late], lateMerge, "write << before the map's own keys");
        continue;
      }
      const key = this.key(node, path);
      if (key === undefined) continue;
      const [start] = node.range;
      const line = own.has(key) && this.placeAt(own.get(key)?.key ?? start).line;
      if (line) this.refuse(node, [...path, key], `duplicate key; it is already on line ${line}`);
      else own.set(key, { ...this.read(value, [...path, key], start), key: start });
    }
    return merged ? new Map([...merged, ...own]) : own;
  }

  /** What other maps give to one: an earlier one wins over a later one. */
  private merged(key: ParsedNode, value: ParsedNode | null, path: MeshPath): ReadonlyMap<string, Part> {
    const merged = new Map<string, Part>();
    const whole = this.read(value, path);
    for (const source of isSeq(value) ? whole.below.values() : [whole]) {
      const holdsKeys = Object(source.value) === source.value && !Array.isArray(source.value);
      if (!holdsKeys) this.refuse(value ?? key, path, "<< can only merge maps");
      else for (const [name, part] of source.below) if (!merged.has(name)) merged.set(name, part);
    }
    return merged;
  }

  private key(node: ParsedNode, path: MeshPath): string | undefined {
    const key = keyText(node);
    const tag = node.tag && !textTags.includes(node.tag) ? node.tag : undefined;
    if (key instanceof UnfitScalar) this.refuse(node, path, key.message, "quote it");
    else if (key === undefined) this.refuse(node, path, "a key must be a word");
    else if (tag) this.refuse(node, path, foreignTag(tag));
    else if (key === "__proto__") this.refuse(node, [...path, key], "this key is not allowed");
    else {
      // A key may carry an anchor too, and its quotes are looked at as those of any text.
      this.read(node, path);
      return key;
    }
    return undefined;
  }

  private scalar(node: Scalar.Parsed, path: MeshPath): Part {
    const { tag, source: written } = node;
    const [offset] = node.range;
    const text = String(node.value);
    const [unfit, hint] = unfitScalar(node, this.text) ?? [];
    if (unfit) return this.refuse(node, path, unfit, hint);
    if (tag ? textTags.includes(tag) : node.type !== Scalar.PLAIN) return { ...partOf(text, offset), written };
    const fits = tag ? typedScalars[tag] : () => true;
    if (!fits) return this.refuse(node, path, foreignTag(tag ?? ""));
    const value = resolveScalar(text);
    if (value instanceof UnfitScalar) return this.refuse(node, path, value.message, "quote it if it is text");
    return fits(value)
      ? { ...partOf(value, offset), written }
      : this.refuse(node, path, `${text} does not fit its tag`);
  }

  private refuse(node: ParsedNode, path: MeshPath, message: string, hint?: string): Part {
    const [offset] = node.range;
    this.problems.push({ message, path, place: this.placeAt(offset), ...(hint && { hint }) });
    return partOf(null, offset);
  }
}

const nothing: Part["below"] = new Map();

function partOf(value: unknown, offset: number, below = nothing): Part {
  let bytes = bytesPerValue + (typeof value === "string" ? value.length : 0);
  for (const part of below.values()) bytes += part.bytes;
  return { value, offset, below, bytes };
}

const secondMerge = "a second <<: readers differ in which of the two wins";
const lateMerge = "<< stands behind this key: kubectl takes the merged value, and others the map's own";

/** Whether a key merges other maps into its own: `<<: *defaults`. With another tag it is a key like any other. */
function isMerge(key: ParsedNode): boolean {
  const isPlain = isScalar(key) && key.type === Scalar.PLAIN && key.source === "<<";
  return isPlain && (!key.tag || key.tag === `${core}merge`);
}

/**
 * A key as the API server gets it: numbers and booleans become text, so `on` is `true`.
 * @returns undefined for what cannot be a key: nothing, a list, a map, an alias
 */
function keyText(key: ParsedNode): ReturnType<typeof resolveKey> {
  if (!isScalar(key)) return undefined;
  const text = String(key.value);
  return key.type !== Scalar.PLAIN || key.tag ? text : resolveKey(text);
}

function foreignTag(tag: string): string {
  return `the tag ${tag.replace(core, "!!")} is not supported; write the value in plain YAML`;
}
