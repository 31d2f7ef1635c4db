import fc from "fast-check";
import { parse } from "yaml";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { manifestYaml } from "../../src/snapshot/manifest-yaml";

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
])("the text %j stays text for a reader of YAML 1.1", (text) => {
  expect(manifestYaml(withSpec({ text }))).toContain(`text: "${text}"`);
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
