import { stringify } from "yaml";
import { yamlOptions, yamlText } from "../../src/source/yaml-text";
import { fc } from "../support/fast-check";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.stringMatching(/^[a-z\-:#'"|> \n\t[\]{},0-9./]{0,12}$/),
  fc.stringMatching(/^[ab \n]{0,8}$/),
  fc.stringMatching(/^[a-zA-Z/][-a-zA-Z0-9./]{0,3}$/),
  fc.constantFrom("on", "NO", "e0", "1.20", "---", "...", "%a", "? a", "- b", "a: b", "a #b", "\ta", "x ".repeat(600)),
);
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: "small" },
    text,
    fc.constantFrom<unknown>(0, -0, 1.5, 1e21, 2 ** 53, true, null, undefined, new Date(0)),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("data"), { maxLength: 3 }),
    fc.dictionary(text, tie("data"), { maxKeys: 4 }),
  ),
}));

test("whatever lays it out, it is what the yaml package prints", () => {
  fc.assert(
    fc.property(data, (spec) => {
      const printed = stringify({ spec }, { ...yamlOptions, aliasDuplicateObjects: false, lineWidth: 0 });
      expect(yamlText({ spec })).toBe(printed);
    }),
    { numRuns: 2000 },
  );
});
