import { parse } from "yaml";

const width = 120;

/**
 * TypeScript interfaces for a JSON Schema of what people write, with the comments above the keys of its zod schema: one interface per map,
 * named by its path. The types that TypeScript infers from zod say the same, but tsc writes them to dist/ without their comments.
 *
 * @param schema  the JSON Schema of a map
 * @param keys    {@link describedKeys} of the same map
 * @param name    of the outermost interface
 * @param about   what it describes
 * @param example one that fits together; those of the maps inside it are made of the examples of their keys
 */
export function specTypes(schema, keys, { name, about, example }) {
  const interfaces = new Map();
  addInterface({ schema, keys, name, about, example, prefix: "" }, interfaces);
  return [...interfaces.values()].join("\n");
}

function addInterface({ schema, keys, name, about, example, prefix }, interfaces) {
  if (interfaces.has(name)) throw new Error(`two maps would be called ${name}`);
  interfaces.set(name, ""); // its place: before the maps inside it
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties).map(([key, child]) => {
    const described = keys.get(key);
    if (!described?.text) throw new Error(`${name}.${key} has no comment in its schema`);
    const inside = { keys: described.keys, about: described.text, prefix: `${prefix}${upperFirst(key)}` };
    const type = typeOf(child, inside, interfaces);
    const mark = required.has(key) ? ":" : "?:";
    const alternatives = required.has(key) ? type : [...type, "undefined"];
    return comment(commentLines(described, child), "  ") + member(`  readonly ${keyWord(key)}${mark}`, alternatives);
  });
  const shown = example ?? exampleOf(schema, keys);
  const lines = [about, `@example const spec: ${name} = ${literal(shown)};`];
  interfaces.set(name, `${comment(lines, "")}export interface ${name} {\n${members.join("")}}\n`);
}

/** The alternatives of a type. */
function typeOf(node, inside, interfaces) {
  if ("const" in node) return [JSON.stringify(node.const)];
  if (node.enum) return node.enum.map((value) => JSON.stringify(value));
  const branches = node.anyOf ?? node.oneOf;
  if (branches) return [...new Set(branches.flatMap((branch) => typeOf(branch, inside, interfaces)))];
  if (Array.isArray(node.type)) return node.type.flatMap((type) => typeOf({ ...node, type }, inside, interfaces));
  switch (node.type) {
    case "string":
    case "boolean":
    case "null":
      return [node.type];
    case "number":
    case "integer":
      return ["number"];
    case "array":
      return [`readonly ${element(typeOf(node.items, { ...inside, prefix: singular(inside.prefix) }, interfaces))}[]`];
    case "object":
      return [mapType(node, inside, interfaces)];
    case undefined:
      if (Object.keys(node).every((key) => key === "default")) return ["unknown"];
  }
  throw new Error(`${inside.prefix}: no TypeScript type for ${JSON.stringify(node)}`);
}

function mapType(node, inside, interfaces) {
  if (!node.properties) {
    const values = typeOf(node.additionalProperties, { ...inside, prefix: singular(inside.prefix) }, interfaces);
    return `Readonly<Record<string, ${values.join(" | ")}>>`;
  }
  const name = `${inside.prefix}Spec`;
  addInterface({ schema: node, name, ...inside }, interfaces);
  return name;
}

function single(alternatives) {
  return alternatives.length === 1 ? alternatives[0] : `(${alternatives.join(" | ")})`;
}

/** `readonly` binds less than `[]` does: lists in lists need brackets. */
function element(alternatives) {
  const type = single(alternatives);
  return type.startsWith("readonly ") ? `(${type})` : type;
}

/** As the formatter lays it out. */
function member(start, alternatives) {
  const line = `${start} ${alternatives.join(" | ")};`;
  return line.length <= width ? `${line}\n` : `${start}\n${alternatives.map((one) => `    | ${one}`).join("\n")};\n`;
}

function commentLines({ text, standard, example }, node) {
  const value = standard ?? defaultWord(node);
  return [
    text,
    ...(value === undefined ? [] : [`@default ${value}`]),
    ...(example === undefined ? [] : [`@example ${literal(parse(example))}`]),
  ];
}

/** The least that a value can be: of a map its required keys, or else the first one that has an example. */
function exampleOf(node, keys, described) {
  if (described?.example !== undefined) return parse(described.example);
  if ("const" in node) return node.const;
  if (node.enum) return node.enum[0];
  if (node.anyOf ?? node.oneOf) return exampleOf((node.anyOf ?? node.oneOf)[0], keys);
  if (node.type === "array") return [exampleOf(node.items, keys)];
  if (!node.properties) return typeof node.default === "object" ? undefined : node.default;
  const examples = Object.entries(node.properties)
    .map(([key, child]) => [key, exampleOf(child, keys.get(key)?.keys, keys.get(key))])
    .filter(([, value]) => value !== undefined);
  const required = examples.filter(([key]) => node.required?.includes(key));
  return Object.fromEntries(required.length > 0 ? required : examples.slice(0, 1));
}

/** Where the comment does not say it in words. A map of keys with defaults of their own has none that could be said. */
function defaultWord({ default: value, properties }) {
  if (value === undefined || properties) return undefined;
  if (typeof value !== "object") return String(value);
  return Object.keys(value).length === 0 ? "none" : literal(value);
}

/** A value as it is written in TypeScript. */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${keyWord(key)}: ${literal(one)}`);
  return `{ ${entries.join(", ")} }`;
}

function keyWord(key) {
  return /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
}

function comment(lines, indent) {
  const [only] = lines;
  const short = `${indent}/** ${only} */`;
  if (lines.length === 1 && short.length <= width) return `${short}\n`;
  const body = lines.flatMap((line) => wrapped(line, width - indent.length - 3)).map((line) => `${indent} * ${line}\n`);
  return `${indent}/**\n${body.join("")}${indent} */\n`;
}

function wrapped(text, limit) {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + 1 + word.length > limit) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line];
}

function upperFirst(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** What one entry of a list is called: `Namespace` of `Namespaces`. */
function singular(word) {
  return word.replace(/(?<=[^s])s$/, "");
}
