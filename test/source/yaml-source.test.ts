import { Composer, Lexer, stringify } from "yaml";
import { parseYamlDocuments, type YamlSource } from "../../src/source/yaml-source";
import { fc } from "../support/fast-check";
import { inputErrorOf } from "../support/folder";

function parse(text: string): YamlSource {
  const [source] = parseYamlDocuments(text, "f.yaml");
  if (!source) throw new Error("no document");
  return source;
}

function at(source: YamlSource, path: (string | number)[], part?: "key" | "value"): string {
  const { file, line, column } = source.locate(path, part);
  return `${file}:${line}:${column}`;
}

test("reads values as kubectl does", () => {
  expect(
    parse("a: [on, 'on', 0644, 2026-01-01, ~, null, '']\nb:\n8080: x\non: z\nc: !!str 5\nd: !!int '7'\n").value,
  ).toEqual({
    a: [true, "on", 420, "2026-01-01", null, null, ""],
    b: null,
    8080: "x",
    true: "z",
    c: "5",
    d: 7,
  });
});

test("expands aliases and merge keys; keys of the map itself win, then the earlier map", () => {
  const text =
    "base: &b { x: 1, w: 1 }\nmore: &m { w: 2, z: 2 }\none: { <<: *b, w: 5 }\ntwo: { <<: [*b, *m] }\nthree: [*b, *b]\n";
  expect(parse(text).value).toMatchObject({
    one: { x: 1, w: 5 },
    two: { x: 1, w: 1, z: 2 },
    three: [
      { x: 1, w: 1 },
      { x: 1, w: 1 },
    ],
  });
});

test("<< with the tag of a text is a key, and a list of merged maps may have an anchor", () => {
  expect(parse("a: { !!str <<: { x: 1 } }\nb: { <<: &l [{ x: 1 }] }\nc: *l\n").value).toEqual({
    a: { "<<": { x: 1 } },
    b: { x: 1 },
    c: [{ x: 1 }],
  });
});

test("tabs between words, in brackets and in blocks are white space", () => {
  expect(parse("a:\tb\t# c\nd: [\n  1,\n  \t2 ]\ne: |\n  f\n  \tg\n").value).toEqual({
    a: "b",
    d: [1, 2],
    e: "f\n\tg\n",
  });
});

test("an anchor that is set again counts from there on", () => {
  expect(parse("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").value).toEqual({ a: 1, b: 1, c: 2, d: 2 });
});

test("keys of Object.prototype are plain own keys", () => {
  const value = parse("constructor: 1\nprototype: 2\ntoString: 3\nhasOwnProperty: 4\n").value as object;
  expect(Object.entries(value)).toEqual([
    ["constructor", 1],
    ["prototype", 2],
    ["toString", 3],
    ["hasOwnProperty", 4],
  ]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test("several documents; those that hold nothing are left out", () => {
  const sources = parseYamlDocuments("---\n# only a comment\n---\na: 1\n---\n---\nb: 2\n...\n", "f.yaml");
  expect(sources.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
  expect(sources.map((source) => at(source, []))).toEqual(["f.yaml:4:1", "f.yaml:7:1"]);
});

test("a byte order mark and Windows line ends do not move places", () => {
  const source = parse("\uFEFFa: 1\r\nb:\r\n  c: 2\r\n");
  expect(source.value).toEqual({ a: 1, b: { c: 2 } });
  expect(at(source, ["a"], "key")).toBe("f.yaml:1:1");
  expect(at(source, ["b", "c"])).toBe("f.yaml:3:6");
});

describe("places", () => {
  const source = parse(
    "spec:\n  list:\n    - name: x\n    - &two { name: y }\n  again: *two\n  merged: { <<: *two, own: 1 }\n  empty:\n  8080: z\n",
  );

  test.each<[(string | number)[], string, string]>([
    [[], "f.yaml:1:1", "f.yaml:1:1"],
    [["spec"], "f.yaml:1:1", "f.yaml:2:3"],
    [["spec", "list", 0, "name"], "f.yaml:3:7", "f.yaml:3:13"],
    [["spec", "list", 1], "f.yaml:4:12", "f.yaml:4:12"],
    [["spec", "again"], "f.yaml:5:3", "f.yaml:5:10"],
    [["spec", "again", "name"], "f.yaml:4:14", "f.yaml:4:20"],
    [["spec", "merged", "name"], "f.yaml:4:14", "f.yaml:4:20"],
    [["spec", "merged", "own"], "f.yaml:6:23", "f.yaml:6:28"],
    [["spec", "8080"], "f.yaml:8:3", "f.yaml:8:9"],
    [["spec", "list", 7, "name"], "f.yaml:2:3", "f.yaml:3:5"],
    [["spec", "missing", "deep"], "f.yaml:1:1", "f.yaml:2:3"],
  ])("%j", (path, key, value) => {
    expect([at(source, path, "key"), at(source, path)]).toEqual([key, value]);
  });

  test("what is written, where it is written", () => {
    const numbers = parse("a: 1.30\nb: '1.30'\nc: { d: 1 }\n");
    expect(numbers.written?.(["a"])).toBe("1.30");
    expect(numbers.written?.(["b"])).toBe("1.30");
    expect(numbers.written?.(["c"])).toBeUndefined();
    expect(numbers.written?.(["x"])).toBeUndefined();
  });
});

const bomb = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefghi".split("").map((name, index) => {
    const before = "abcdefgh"[index];
    return `${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`;
  }),
].join("\n");

const mergeBomb = [
  "a: &a { x: { y: 1 } }",
  ..."bcdefghijklmnopqrstuvwxyz".split("").map((name, index) => {
    const before = "abcdefghijklmnopqrstuvwxy"[index];
    return `${name}: &${name} { p: { <<: *${before} }, q: { <<: *${before} } }`;
  }),
].join("\n");

test.each<[string, string, string]>([
  ["nothing", "", "f.yaml:1:1: the file is empty\n  it holds comments at most"],
  ["only comments", "# a\n---\n# b\n", "f.yaml:1:1: the file is empty\n  it holds comments at most"],
  [
    "a tab",
    "a:\n\tb: 1\n",
    "f.yaml:2:1: not YAML: a tab at the start of a line\n  indent with spaces, and leave empty lines empty",
  ],
  [
    "a tab behind spaces",
    "a:\n  \tb: 1\n  \tc: 1\n",
    "f.yaml:2:3: not YAML: Tabs are not allowed as indentation\n  indent with spaces",
  ],
  [
    "a line of a tab",
    "a: 1\n\t\nb: 2\n",
    "f.yaml:2:1: not YAML: a tab at the start of a line\n  indent with spaces, and leave empty lines empty",
  ],
  ...["a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", "a: 1\r\n=======\r\nb: 3\r\n>>>>>>> other\r\n"].map(
    (text): [string, string, string] => [
      `what Git leaves of a merge: ${JSON.stringify(text)}`,
      text,
      "f.yaml:2:1: not YAML: a merge of Git is not settled here\n  settle it, and take its markers out",
    ],
  ),
  ["a directive", "%YAML 1.1\n---\na: 1\n", "f.yaml:1:1: kubectl reads no directives\n  remove this line"],
  [
    "a document on the line of its marker",
    "a: 1\n--- { b: 1 }\n",
    "f.yaml:2:1: kubectl reads nothing but a comment on the line of ---\n  begin the document on a line of its own",
  ],
  [
    "a tag on the line of a marker",
    "--- !!map\na: 1\n",
    "f.yaml:1:1: kubectl reads nothing but a comment on the line of ---\n  begin the document on a line of its own",
  ],
  [
    "a document behind the end of another",
    "a: 1\n...\nb: 1\n",
    "f.yaml:3:1: kubectl reads nothing behind ... in a document\n  write --- between documents",
  ],
  [
    "a merge behind a key that it sets",
    "a: &a { x: 1 }\nb:\n  x: 2\n  <<: *a\n",
    "f.yaml:4:3: b.x: << stands behind this key: kubectl takes the merged value, and others the map's own\n  write << before the map's own keys",
  ],
  [
    "two merges",
    "a: &a { x: 1 }\nb: { <<: *a, <<: { x: 2 } }\n",
    "f.yaml:2:14: b: a second <<: readers differ in which of the two wins\n  give << a list: <<: [*a, *b]",
  ],
  [
    "a key with a tag",
    "{ !!binary YQ==: 1 }\n---\n",
    "f.yaml:1:12: the tag !!binary is not supported; write the value in plain YAML",
  ],
  [
    "an anchor of other letters",
    "a: &é 1\n",
    "f.yaml:1:7: a: kubectl does not read the anchor &é\n  name it with letters, digits, - and _",
  ],
  [
    "half a character in JSON",
    '{"a": "\\ud83d\\ude00",\n"b": "\\ude00\\ud83d"}',
    "f.yaml:2:6: b: half a character, which kubectl replaces\n  write the character itself",
  ],
  ["an open quote", "a: 'b\n", "f.yaml:2:1: not YAML: Missing closing 'quote"],
  [
    "an open bracket",
    "a: [1\nb: 2\n",
    "f.yaml:2:1: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["a stray bracket", "}", 'f.yaml:1:1: not YAML: Unexpected flow-map-end token in YAML document: "}"'],
  ["two colons", "a: b: c\n", "f.yaml:1:4: not YAML: Nested mappings are not allowed in compact mappings"],
  ["a NUL", "a: 1\nb: \u0000\n", "f.yaml:2:4: not YAML: the control character U+0000"],
  ["a character that the parser uses for itself", "a: \u001f\n", "f.yaml:1:4: not YAML: the control character U+001F"],
  ["a control character of Latin 1", "a: b\u0090\n", "f.yaml:1:5: not YAML: the control character U+0090"],
  ["what is no character", "a: b\uffff\n", "f.yaml:1:5: not YAML: the control character U+FFFF"],
  [
    "a line separator",
    "a: 1\nb: 'x\u2028y'\n",
    'f.yaml:2:6: not YAML: U+2028 ends a line for kubectl\n  write it as "\\u2028" in double quotes, or give JSON',
  ],
  [
    "a next line in a comment",
    "a: 1 # x\u0085b: 2\n",
    'f.yaml:1:9: not YAML: U+0085 ends a line for kubectl\n  write it as "\\u0085" in double quotes, or give JSON',
  ],
  [
    "a carriage return alone",
    "a: b\rc: d\n",
    "f.yaml:1:5: not YAML: a carriage return without a line feed\n  end lines with LF or CRLF",
  ],
  [
    "a byte order mark in the middle",
    "a: 1\n\ufeff---\nb: 2\n",
    "f.yaml:2:1: not YAML: a byte order mark inside the text\n  files that were joined bring it along; remove it",
  ],
  ["an escaped slash", 'a: "b\\/c"\n', "f.yaml:1:4: a: kubectl does not know the escape \\/\n  write the slash alone"],
  [
    "a character in halves",
    'a:\n  - "\\ud83d\\ude00"\n',
    "f.yaml:2:5: a.0: \\ud83d is half a character, which kubectl does not read\n  write the character itself",
  ],
  [
    "an escaped line end before an empty line",
    'a: "b\\\n\n  c"\n',
    "f.yaml:1:4: a: an escaped line end before an empty line\n  write \\n where a line ends",
  ],
  [
    "a tab at the start of a block",
    "a: |\n  \tb\n",
    "f.yaml:1:4: a: kubectl takes a tab at the start of a block for indentation\n  write the text in double quotes, with \\t",
  ],
  [
    "blanks at the end of an indented block",
    "a: |2\n   b\n    \nc: 1\n",
    "f.yaml:1:4: a: kubectl keeps blanks at the end of a block with an indentation indicator\n  remove them, or use double quotes",
  ],
  [
    "an end without a document",
    "...\na: 1\n",
    "f.yaml:2:1: kubectl reads nothing behind ... in a document\n  write --- between documents",
  ],
  [
    "a key too exact",
    "a:\n  1234567.5: b\n",
    "f.yaml:2:3: a: 1234567.5 is a number that a key does not keep exactly\n  quote it",
  ],
  ["a duplicate key", "a:\n  b: 1\n  c: 2\n  b: 3\n", "f.yaml:4:3: a.b: duplicate key; it is already on line 2"],
  [
    "keys that become the same text",
    '8080: a\n"8080": b\n',
    "f.yaml:2:1: 8080: duplicate key; it is already on line 1",
  ],
  ["__proto__", "a:\n  __proto__: { polluted: yes }\n", "f.yaml:2:3: a.__proto__: this key is not allowed"],
  ["a quoted __proto__", '"__proto__": 1\n', "f.yaml:1:1: __proto__: this key is not allowed"],
  ["a list as key", "? [a]\n: 1\n", "f.yaml:1:3: a key must be a word"],
  ["no key", "a: 1\n: 2\n", "f.yaml:2:1: a key must be a word"],
  [
    "binary",
    "a: !!binary aGVsbG8=\n",
    "f.yaml:1:13: a: the tag !!binary is not supported; write the value in plain YAML",
  ],
  ["a set", "a: !!set { b, c }\n", "f.yaml:1:10: a: the tag !!set is not supported; write the value in plain YAML"],
  [
    "an ordered map",
    "a: !!omap [b: 1]\n",
    "f.yaml:1:11: a: the tag !!omap is not supported; write the value in plain YAML",
  ],
  [
    "a timestamp",
    "a: !!timestamp 2026-01-01\n",
    "f.yaml:1:16: a: the tag !!timestamp is not supported; write the value in plain YAML",
  ],
  [
    "a tag of one's own",
    "a: !secret b\n",
    "f.yaml:1:12: a: the tag !secret is not supported; write the value in plain YAML",
  ],
  ["a tag that does not fit", "a: !!int b\n", "f.yaml:1:10: a: b does not fit its tag"],
  ["infinity", "a: .inf\n", "f.yaml:1:4: a: .inf has no place in a Kubernetes object\n  quote it if it is text"],
  [
    "too large a number",
    "a: 12345678901234567890\n",
    "f.yaml:1:4: a: 12345678901234567890 is too large a number to be kept exactly\n  quote it if it is text",
  ],
  ["an unknown alias", "a: *b\n", "f.yaml:1:4: a: no anchor &b stands before this alias"],
  ["an alias before its anchor", "a: *b\nc: &b 1\n", "f.yaml:1:4: a: no anchor &b stands before this alias"],
  ["an alias inside itself", "a: &a\n  - 1\n  - *a\n", "f.yaml:3:5: a.1: the alias *a stands inside what it names"],
  ["a merge of text", "a:\n  <<: text\n", "f.yaml:2:7: a: << can only merge maps"],
  [
    "an alias bomb",
    bomb,
    "f.yaml:6:12: aliases expand this document to more than 10 MiB\n  write the values out, or use fewer aliases of aliases",
  ],
  [
    "a bomb of merges",
    mergeBomb,
    "f.yaml:16:18: aliases expand this document to more than 10 MiB\n  write the values out, or use fewer aliases of aliases",
  ],
  ["depth in brackets", "[".repeat(5_000_000), "f.yaml:1:256: nested deeper than 256 levels"],
  ["depth in dashes", `${"- ".repeat(2_000_000)}a`, "f.yaml:1:511: nested deeper than 256 levels"],
  [
    "more than one problem",
    "a: *b\nc: .nan\n",
    "f.yaml:1:4: a: no anchor &b stands before this alias\nf.yaml:2:4: c: .nan has no place in a Kubernetes object\n  quote it if it is text",
  ],
])("refuses %s", (_what, text, message) => {
  expect(inputErrorOf(() => parseYamlDocuments(text, "f.yaml"))).toBe(message);
});

test("refuses text above 10 MiB before it parses it", () => {
  const lex = jest.spyOn(Lexer.prototype, "lex");
  try {
    const message = inputErrorOf(() => parseYamlDocuments(`a: ${"x".repeat(50 * 1024 * 1024)}`, "f.yaml"));
    expect(message).toBe("f.yaml: larger than 10 MiB\n  no mesh and no manifest comes near that");
    expect(lex).not.toHaveBeenCalled();
  } finally {
    lex.mockRestore();
  }
});

test("refuses more tokens than memory could hold", () => {
  expect(inputErrorOf(() => parseYamlDocuments("}".repeat(10) + "\n".repeat(3_000_000), "f.yaml"))).toMatch(
    /^f\.yaml:1:1: not YAML/,
  );
  expect(inputErrorOf(() => parseYamlDocuments(`a: 1${"\n".repeat(2_100_000)}`, "f.yaml"))).toMatch(
    /more than 2000000 YAML tokens$/,
  );
});

describe("any data", () => {
  const small = (value: unknown): boolean =>
    typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value);
  const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => {
    let fits = value !== null;
    JSON.stringify(value, (key, one) => {
      fits &&= key !== "__proto__" && small(one);
      return one;
    });
    return fits;
  });

  test("survives a round trip through JSON, which is YAML too", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(parse(JSON.stringify(value)).value).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("every path of a document has a place in it, and the key comes first", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = stringify(value, { version: "1.1" });
        const source = parse(text);
        const lines = text.split("\n");
        for (const path of pathsOf(source.value)) {
          const [key, place] = [source.locate(path, "key"), source.locate(path)];
          expect(place.line).toBeLessThanOrEqual(lines.length);
          expect(place.column).toBeLessThanOrEqual((lines[place.line - 1] ?? "").length + 1);
          expect(key.line).toBeLessThanOrEqual(place.line);
        }
      }),
      { numRuns: 50 },
    );
  });
});

function pathsOf(value: unknown): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[]];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...entries.flatMap(([key, child]) => pathsOf(child).map((path) => [key, ...path]))];
}

test("JSON has other characters and other escapes, and kubectl reads it as JSON", () => {
  expect(parse('{"a": "b\\/c", "d": "\\ud83d\\ude00", "e": "\u2028\u0085"}').value).toEqual({
    a: "b/c",
    d: "\u{1f600}",
    e: "\u2028\u0085",
  });
  expect(parse('\n\t{\n\t"a": 1\n\t}\n\t\n').value).toEqual({ a: 1 });
});

test("a quote in a block of text or in a plain text is text", () => {
  const text = 'a: |\n  "\\/"\nb: >-\n  "\\ud800"\nc: x"\\/"\nd: \'"\\/"\'\n# "\\/"\n';
  expect(parse(text).value).toEqual({ a: '"\\/"\n', b: '"\\ud800"', c: 'x"\\/"', d: '"\\/"' });
});

test("documents with nothing in them are not composed, however many there are", () => {
  const next = jest.spyOn(Composer.prototype, "next");
  try {
    const sources = parseYamlDocuments(`${"---\n...\n".repeat(500)}---\n# c\n---\na: 1\n`, "f.yaml");
    expect(sources.map(({ value }) => value)).toEqual([{ a: 1 }]);
    expect(next.mock.calls.filter(([token]) => token.type === "document")).toHaveLength(1);
  } finally {
    next.mockRestore();
  }
});

test("empty lines of a block are looked at once, and what ends it still counts", () => {
  const blank = " \n".repeat(400_000);
  expect(parse(`a: |2\n${blank}    x\n`).value).toEqual({ a: `${"\n".repeat(400_000)}  x\n` });
  expect(inputErrorOf(() => parse(`a: |2\n    x\n   \n\nb: 1\n`))).toContain("kubectl keeps blanks at the end");
});
