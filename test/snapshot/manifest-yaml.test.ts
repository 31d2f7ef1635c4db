import { parse } from "yaml";
import { InputError } from "../../src/findings/input-error";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { manifestYaml } from "../../src/snapshot/manifest-yaml";
import { fc } from "../support/fast-check";

const withSpec = (spec: unknown): KubernetesObject => ({ apiVersion: "v1", kind: "X", metadata: { name: "x" }, spec });

test("apiVersion, kind, metadata first; metadata in the order that people read; the rest as it is", () => {
  const object = {
    spec: { zeta: 1, alpha: null },
    metadata: { annotations: { b: "2", a: "1" }, labels: { z: "1", y: "2" }, name: "x", namespace: "bookinfo" },
    kind: "X",
    apiVersion: "v1",
  };
  expect(manifestYaml(object)).toBe(`apiVersion: v1
kind: X
metadata:
  name: x
  namespace: bookinfo
  labels:
    "y": "2"
    z: "1"
  annotations:
    a: "1"
    b: "2"
spec:
  zeta: 1
  alpha: null
`);
});

test.each([
  "on",
  "off",
  "yes",
  "no",
  "y",
  "n",
  "1.20",
  "1e3",
  "0755",
  "0x1F",
  "12_000",
  "1:30",
  "~",
  "null",
  "true",
  "2026-11-21",
  "",
  "0o644",
  "0O644",
  "+0o7",
  "-0o7",
  "0_o7",
  "0B1",
  "0X1f",
  "0b-1",
  "0o-7",
  ".5_0",
  "-.5e1_0",
  "08",
  ".inf",
  "+.INF",
  ".NaN",
  "9007199254740993",
  "<<",
  "Y",
  "False",
  "12:30:45.6",
  "2026-11-21T10:00:00Z",
])("the text %j stays text for a reader of YAML 1.1", (text) => {
  expect(manifestYaml(withSpec({ text }))).toContain(`text: "${text}"`);
});

test.each([
  ["a\u2028b", '"a\\u2028b"'],
  ["a\u2029", '"a\\u2029"'],
  ["a\u0085b", '"a\\u0085b"'],
  ["\ufeffa", '"\\ufeffa"'],
  ["\u0000\u001b\u007f\u009f", '"\\u0000\\u001b\\u007f\\u009f"'],
  ["\ufffe\uffff", '"\\ufffe\\uffff"'],
  ["a\rb", '"a\\rb"'],
  ["\\\u2028", '"\\\\\\u2028"'],
  ["\u{1f600}", "\u{1f600}"],
  [" \n", '" \\n"'],
  ["\n", '"\\n"'],
  ["\ta\nb", '"\\ta\\nb"'],
  [" a\nb\n", '" a\\nb\\n"'],
  ["a\n---\nb\n", "|\n    a\n    ---\n    b"],
  ["a\n  \nb", "|-\n    a\n      \n    b"],
])("the text %j is written %s, where a reader of any version finds it again", (text, written) => {
  expect(manifestYaml(withSpec({ text }))).toContain(`  text: ${written}\n`);
});

test.each(["0o644", "<<", "a\u2028b", "\ufeff", "a\nb", "y", "\u007f"])("the key %j is quoted on one line", (key) => {
  expect(manifestYaml(withSpec({ [key]: 1 }))).toMatch(/^ {2}"[^"\u007f\u2028\ufeff]+": 1$/m);
});

test("half a character is an error, and never replaced", () => {
  expect(() => manifestYaml(withSpec({ text: "a\ud800" }))).toThrow(InputError);
  expect(() => manifestYaml(withSpec({ "\udfff": 1 }))).toThrow('the text "\\udfff" holds half a character');
});

test("no anchors, no folded lines", () => {
  const shared = { long: "word ".repeat(60).trim() };
  const text = manifestYaml(withSpec({ a: shared, b: shared }));
  expect(text).not.toMatch(/[&*]a1/);
  expect(text.split("\n").some((line) => line.length > 200)).toBe(true);
});

test("what is read back is what was written", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (spec) => {
      // -0 has no place in JSON: the API server never sees it.
      const json = JSON.parse(JSON.stringify(spec)) as unknown;
      const text = manifestYaml(withSpec(json));
      expect(parse(text, { version: "1.1" })).toEqual(withSpec(json));
      expect(text.endsWith("\n") && !text.includes("\r\n")).toBe(true);
    }),
    { numRuns: 300 },
  );
});
