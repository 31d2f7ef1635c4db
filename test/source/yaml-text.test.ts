import fc from "fast-check";
import { stringify } from "yaml";
import { yamlOptions } from "../../src/source/yaml-string";
import { yamlText } from "../../src/source/yaml-text";
import { oddTexts } from "../support/odd-texts";

const byPackage = (data: unknown) => stringify(data, { ...yamlOptions, aliasDuplicateObjects: false, lineWidth: 0 });

const texts = fc.oneof(oddTexts, fc.constantFrom("x".repeat(1100), "k\n ".repeat(500), "a\n\n", "a\n  \nb"));
const marker = /^(%|---|\.\.\.)/m;
const keys = texts.filter((text) => !marker.test(text));
const data = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    texts,
    fc.constantFrom(null, true, false, 0, -0, 1e21, 1e-7, undefined),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(keys, tie("any"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any;

test("what is laid out here is what the yaml package would write, byte for byte", () => {
  fc.assert(
    fc.property(data, (one) => {
      expect(yamlText({ one })).toBe(byPackage({ one }));
    }),
    { numRuns: 500 },
  );
});

test.each(["---", "--- a", "...", "%a"])("the key %j looks like no marker of a document, wherever it is", (key) => {
  expect(yamlText({ [key]: [{ [key]: 1 }] })).toBe(`"${key}":\n  - "${key}": 1\n`);
});
