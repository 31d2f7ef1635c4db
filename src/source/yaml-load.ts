import { load, Schema, type State, Type, YAMLException } from "js-yaml";
import { nestingLimit } from "./limits";
import { surrogateEscape } from "./yaml-kubectl";
import { resolveScalar, UnfitScalar } from "./yaml-scalar";

/*
 * The values of a document without their places, a tenth of the time that those take. js-yaml reads YAML 1.2: what kubectl reads otherwise, or not at
 * all, is left to the reader that knows places and says so, and so is all that is broken (test/source/yaml-load.test.ts).
 */

/** Thrown where the text is for the reader that knows places. */
class Unsure extends Error {}

/** No tag that is written in a file can hold a space. */
const scalars = new Type("a scalar", {
  kind: "scalar",
  resolve(text: string) {
    resolved = resolveScalar(text);
    return resolved !== text;
  },
  construct() {
    // JSON has no -0.
    if (Object.is(resolved, -0) || resolved instanceof UnfitScalar) throw new Unsure();
    return resolved;
  },
});
/** What js-yaml has just asked for: it asks whether a text is more than that, and then what. */
let resolved: ReturnType<typeof resolveScalar>;
const options = { schema: new Schema({ implicit: [scalars] }), maxDepth: nestingLimit / 2 };

/** What kubectl reads otherwise: ends of line, control characters, tabs, escapes, indentation indicators and markers. */
const unlike =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\\(?:[/U\n]|u[dD][89a-fA-F])|[|>][-+]?\d|^\.\.\.|^%|^---(?! *$| +#)/m;

/**
 * What js-yaml lets pass: blocks that begin with a line of spaces, keys that are no words, a comment without a space before it, items that begin on the next
 * line.
 */
const lax = /[|>][-+]? *(?:#.*)?\n+ +$|(?:^|[\s,[{])\?(?:\s|$)|[{,]\s*[[{]|["'}\]]#|[}\]] *:|(?:^|\s)- *(?:#.*)?$/m;

/** The map that a document of YAML or JSON holds, or undefined when it takes the reader that knows places to say. */
export function loadYaml(text: string): unknown {
  if (text.startsWith("{")) return loadJson(text);
  if (unlike.test(text) || lax.test(text)) return undefined;
  try {
    const value = load(text, { ...options, listener: refuseUnsure() });
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    // Maps that were filled key by key take three times the memory of those that V8 makes from JSON, and there may be a hundred thousand.
    return isMap ? JSON.parse(JSON.stringify(value)) : undefined;
  } catch (error) {
    if (error instanceof YAMLException || error instanceof Unsure) return undefined;
    throw error;
  }
}

/** What the listener sees beside what the types tell. */
type Seen = State & { readonly anchor?: string | null; readonly tag?: string | null };

/**
 * Leaves out anchors, since aliases are expanded within limits, and all that goes over several lines but for blocks: js-yaml lets it go on further left
 * than its key.
 */
function refuseUnsure(): (event: "open" | "close", state: Seen) => void {
  const lines: number[] = [];
  return (event, { anchor, tag, kind, line, position, input, result }) => {
    if (anchor || tag === "!") throw new Unsure();
    // js-yaml makes text of the keys `on` and `1.30` as JavaScript does.
    if (event === "close" && kind === "mapping" && !Object.keys(result).every(isPlainKey)) throw new Unsure();
    if (event === "open") lines.push(line);
    else if (line > (lines.pop() ?? 0)) {
      // A block ends where the next line begins.
      const last = input[position - 1] ?? "";
      if (kind === "scalar" ? last !== " " && last !== "\n" : last === "}" || last === "]") throw new Unsure();
    }
  };
}

/** Whether a key can stand for nothing but its text. */
function isPlainKey(key: string): boolean {
  return key !== "<<" && key !== "__proto__" && resolveScalar(key) === key;
}

function loadJson(text: string): unknown {
  // JSON.parse would round such numbers without a word, and let half a character through.
  const isUnsure = /\d{16}/.test(text) || text.includes("__proto__") || surrogateEscape.test(text);
  return isUnsure ? undefined : jsonIn(text);
}

/** What a text of JSON stands for; undefined for any other. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
