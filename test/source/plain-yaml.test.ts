import fc from "fast-check";
import { stringify } from "yaml";
import { plainYaml } from "../../src/source/plain-yaml";
import { parseYamlDocuments } from "../../src/source/yaml-source";

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
      echo "# no comment"

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
    const value = plainYaml(plain);
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
        const fast = plainYaml(text);
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
      const fast = plainYaml(text);
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

test.each([
  ["no map", "- a\n"],
  ["nothing", "# only a comment\n"],
  ["no last line end", "a: b"],
  ["an anchor", "a: &x b\n"],
  ["a merge", "a: 1\n<<: {b: 1}\n"],
  ["a duplicate", "a: 1\na: 2\n"],
  ["a reserved key", "__proto__: 1\n"],
  ["a key that is no text", "on: 1\n"],
  ["a folded scalar", "a: >\n  b\n"],
  ["a scalar of several lines", "a: b\n  c\n"],
  ["a flow map", "a: {b: c}\n"],
  ["a second document", "a: 1\n---\nb: 1\n"],
  ["a carriage return", "a: 1\r\n"],
  ["a tab", "a:\n\tb: 1\n"],
  ["a number too large", "a: 99999999999999999999\n"],
  ["deep nesting", `${Array.from({ length: 200 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")}`],
])("leaves to the full parser: %s", (_, text) => expect(plainYaml(text)).toBeUndefined());

test("long runs of white space inside a text are looked at once", () => {
  const spaces = " ".repeat(2_000_000);
  const lines = "\n".repeat(2_000_000);
  expect(plainYaml(`a: x${spaces}y\nb: |\n  x${lines}  y\nc: "x${spaces}y"\n`)).toEqual({
    a: `x${spaces}y`,
    b: `x${lines}y\n`,
    c: `x${spaces}y`,
  });
});
