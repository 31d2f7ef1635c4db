import { stringify } from "yaml";
import { loadYaml } from "../../src/source/yaml-load";
import { parseYamlDocuments } from "../../src/source/yaml-source";
import { fc } from "../support/fast-check";

/** What the full parser says of a text: its one value, or that it is none. */
function full(text: string): unknown {
  try {
    const sources = parseYamlDocuments(text, "x.yaml");
    return sources.length === 1 ? sources[0]?.value : "several documents";
  } catch (error) {
    return (error as Error).message;
  }
}

const manifest = `---
# Written by a tool.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: reviews
  labels: {}
  annotations:
    a/b: c
spec:
  replicas: 2
`;

const plain = `apiVersion: v1
kind: ConfigMap
metadata:
  name: reviews
  labels:
    app.kubernetes.io/name: reviews   
    istio.io/rev: ""
  creationTimestamp: null
  generation:
  managedFields:
  - fieldsV1:
      f:data:
        .: {}
        f:config: {}
    time: 2026-01-01T00:00:00Z
    # a comment between
  -   manager: kubectl
      ports: []

# and one that stands alone
spec:
  hosts:
    - 'it''s'
    - "a \\"b\\" \\u00e9"
    - http://reviews:9080/x
    - - nested
      - 0644
    - yes
    - - a: 1
        b: ~
data:
  script: |
    if true; then
      echo one # no comment

    fi

  stripped: |-
    one
    two
  kept: |+
    three

last: 1_000
`;

describe("reads what tools write", () => {
  test("as the full parser does", () => {
    const value = loadYaml(plain);
    expect(value).toBeDefined();
    expect(value).toStrictEqual(full(plain));
  });

  test("and what the yaml package writes of any object", () => {
    const key = fc.constantFrom("name", "a/b.c", "f:spec", "data", "x_y", "list", "istio.io/rev");
    const scalar = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom("v1.26.4", "a\nb\n"),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie("value"), { maxLength: 3 }), tie("map")),
      map: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    }));
    let read = 0;
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), (object) => {
        const text = stringify(object, { version: "1.1", lineWidth: 0 });
        const fast = loadYaml(text);
        if (fast === undefined) return;
        read += 1;
        expect(fast).toStrictEqual(full(text));
      }),
      { numRuns: 200 },
    );
    expect(read).toBeGreaterThan(50);
  });
});

test("whatever is done to the lines, it reads what the full parser reads or nothing", () => {
  const sources = [manifest, plain].map((text) => text.split("\n"));
  const odd = [
    "",
    " ",
    "-",
    "- ",
    ":",
    "a:",
    "a: b: c",
    "- - x",
    "|",
    "x: >",
    "#",
    " # c",
    "? a",
    "*a",
    "&a b",
    "<<: {}",
    "---",
    "...",
    "\ttab",
  ];
  const edit = fc.record({
    at: fc.nat(40),
    what: fc.constantFrom("drop", "indent", "outdent", "double", "insert", "append", "swap"),
    text: fc.oneof(fc.constantFrom(...odd), fc.string({ unit: fc.constantFrom(..." -:#|>\"'{}[]ab1.\u00a0") })),
  });
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.array(edit, { minLength: 1, maxLength: 4 }), (lines, edits) => {
      const text = edits.reduce(applied, lines).join("\n");
      const fast = loadYaml(text);
      if (fast === undefined) return;
      read += 1;
      expect(fast).toStrictEqual(full(text));
    }),
    { numRuns: 600 },
  );
  expect(read).toBeGreaterThan(100);
});

interface Edit {
  readonly at: number;
  readonly what: string;
  readonly text: string;
}

function applied(lines: readonly string[], { at, what, text }: Edit): readonly string[] {
  const line = lines[at] ?? "";
  const put = (...changed: string[]) => [...lines.slice(0, at), ...changed, ...lines.slice(at + 1)];
  switch (what) {
    case "drop":
      return put();
    case "indent":
      return put(`  ${line}`);
    case "outdent":
      return put(line.replace(/^ {1,2}/, ""));
    case "double":
      return put(line, line);
    case "insert":
      return put(line, (/^ */.exec(line)?.[0] ?? "") + text);
    case "append":
      return put(line + text);
    default:
      return put(lines[at + 1] ?? "", line);
  }
}

/** What stands in each of these is told with its place or its limit, read otherwise by kubectl, or no object. */
test.each([
  ["no map", "- a\n"],
  ["a text", "a\n"],
  ["nothing", "# only a comment\n"],
  ["an anchor", "a: &x b\n"],
  ["an alias", "a: &x {b: 1}\nc: *x\n"],
  ["a merge", "a: 1\n<<: {b: 1}\n"],
  ["a tag", "a: !!str 1\n"],
  ["a tag without a name", "a: ! 1\n"],
  ["a tag of our own", "a: !<a scalar> 1\n"],
  ["a duplicate", "a: 1\na: 2\n"],
  ["a reserved key", "__proto__: 1\n"],
  ["a key that is no text", "on: 1\n"],
  ["a key that is a number", "a: {1.30: 1}\n"],
  ["a key that is nothing", "a: {~: 1}\n"],
  ["a key with a mark", "? a\n: 1\n"],
  ["a key that is a list", "a: {b: 1, [c]: 2}\n"],
  ["a key that is a map", "a:\n  {b}: c\n"],
  ["a comment without a space", "a: {}#\n"],
  ["an item on the next line", "a:\n  - - \n  - - b\n"],
  ["an item further left", "  a:\n  - b\n  -\n\n- c\n"],
  ["a scalar of several lines", "a: b\n  c\n"],
  ["a quoted text of several lines", "a:\n- 'b\n''c'\n"],
  ["brackets over several lines", "a: {\n}\n"],
  ["a block with an indentation indicator", "a: |2\n   b\n"],
  ["a block that begins with more spaces than its text", "a: >+\n      \n    b\n"],
  ["one that begins with nothing, and then more", "a: |  # c\n\n      \n    b\n"],
  ["a second document", "a: 1\n---\nb: 1\n"],
  ["an end", "a: 1\n...\n"],
  ["a directive", "%YAML 1.1\n---\na: 1\n"],
  ["a document on the line of its marker", "--- {a: 1}\n"],
  ["text behind a marker", "---#\na: 1\n"],
  ["a carriage return", "a: 1\r\n"],
  ["a tab", "a:\n\tb: 1\n"],
  ["a slash with an escape", 'a: "\\/"\n'],
  ["half a character", 'a: "\\ud83d"\n'],
  ["an escaped line end", 'a: "b\\\n  c"\n'],
  ["a line end of YAML 1.1", "a: b\u2028c\n"],
  ["a number too large", "a: 99999999999999999999\n"],
  ["infinity", "a: .inf\n"],
  ["deep nesting", `${Array.from({ length: 200 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")}`],
  ["very deep nesting", `a: ${"[".repeat(100_000)}\n`],
  ["JSON that is broken", '{"a": 1'],
  ["JSON with a reserved key", '{"__proto__": 1}'],
  ["JSON with half a character", '{"a": "\\ud83d"}'],
  ["JSON with a number too large", '{"a": 99999999999999999999}'],
])("leaves to the reader that knows places: %s", (_, text) => expect(loadYaml(text)).toBeUndefined());

test.each([
  ["a folded block", "a: >-\n  b\n  c\n\n  d\n"],
  ["maps and lists in brackets", "a: {b: [1, 'x', yes], c: {}}\n"],
  ["no last line end", "a: b"],
  ["a comment behind a marker", "# a\n--- # b\na: 1\n"],
  ["escapes of YAML", 'a: "\\x41\\e\\u00e9"\n'],
  ["quoted keys", "'a b': 1\n\"c\": 2\n"],
  ["scalars of YAML 1.1", "a: [0644, 0o17, 1_000, 0x1F, 1e3, yes, Off, ~, 22:22, 2026-01-01, 1.30, nO]\n"],
])("reads as the reader that knows places: %s", (_, text) => {
  expect(loadYaml(text)).toBeDefined();
  expect(loadYaml(text)).toStrictEqual(full(text));
});

test("long runs of white space inside a text are looked at once", () => {
  const spaces = " ".repeat(2_000_000);
  const lines = "\n".repeat(2_000_000);
  expect(loadYaml(`a: x${spaces}y\nb: |\n  x${lines}  y\nc: "x${spaces}y"\n`)).toEqual({
    a: `x${spaces}y`,
    b: `x${lines}y\n`,
    c: `x${spaces}y`,
  });
});

test("-0, which JSON does not hold, is left to the full parser", () => {
  expect(loadYaml("a: -0.0\n")).toBeUndefined();
  expect(full("a: -0.0\n")).toStrictEqual({ a: -0 });
});
