import { resolveKey, resolveScalar, UnfitScalar } from "../../src/source/yaml-scalar";
import { fc } from "../support/fast-check";
import { readByKubectl, testWithKubectl } from "../support/kubectl";
import { numberLike } from "../support/odd-texts";

/** What kubectl makes of each plain scalar; held against kubectl itself below. */
test.each<[string, string | number | boolean | null]>([
  ["yes", true],
  ["Yes", true],
  ["y", true],
  ["ON", true],
  ["true", true],
  ["off", false],
  ["n", false],
  ["False", false],
  ["yEs", "yEs"],
  ["", null],
  ["~", null],
  ["null", null],
  ["NULL", null],
  ["0", 0],
  ["-0", 0],
  ["42", 42],
  ["+42", 42],
  ["-7", -7],
  ["1_000", 1000],
  ["0644", 420],
  ["0o644", 420],
  ["-017", -15],
  ["0x1F", 31],
  ["0b101", 5],
  ["08", 8],
  ["9007199254740991", 9007199254740991],
  ["1.5", 1.5],
  ["1.", 1],
  [".5", 0.5],
  ["+.5", 0.5],
  ["1e3", 1000],
  ["1.30", 1.3],
  ["1.0", 1],
  ["1e21", 1e21],
  ["-.5e1_0", -5e9],
  [".5_0", 0.5],
  ["-0.0", -0],
  ["0O644", 420],
  ["+0o7", 7],
  ["-0o7", -7],
  ["0_o7", 7],
  ["0B1", 1],
  ["0X1f", 31],
  ["0b-1", -1],
  ["0b+1", 1],
  ["-0b-1", "-0b-1"],
  ["0o-7", "0o-7"],
  [".5__0", ".5__0"],
  [".5_", ".5_"],
  ["=", "="],
  ["1e999", "1e999"],
  ["0x", "0x"],
  ["0b2", "0b2"],
  ["1.26.3", "1.26.3"],
  ["22:22", "22:22"],
  ["2026-01-01", "2026-01-01"],
  ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
  ["-", "-"],
  [".", "."],
  ["_1", "_1"],
  ["._5", "._5"],
  ["text", "text"],
])("%p is %p", (text, expected) => {
  expect(resolveScalar(text)).toBe(expected);
});

test.each([".inf", "-.Inf", ".NaN", "9007199254740993", "-12345678901234567890", "0xFFFFFFFFFFFFFFFF"])(
  "%s has no JSON form that keeps it",
  (text) => {
    expect(resolveScalar(text)).toBeInstanceOf(UnfitScalar);
  },
);

/** What kubectl makes of each plain key. */
test.each<[string, string | undefined]>([
  ["on", "true"],
  ["N", "false"],
  ["0x10", "16"],
  ["-0", "0"],
  ["1_000", "1000"],
  ["1.30", "1.3"],
  ["1.0", "1"],
  ["-0.0", "-0"],
  ["1e5", "100000"],
  ["1e6", "1e+06"],
  ["1234567.0", undefined],
  ["0.0001", "0.0001"],
  ["0.00001", "1e-05"],
  ["text", "text"],
])("the key %s is %p", (text, expected) => {
  if (expected === undefined)
    expect(resolveKey(text)).toMatchObject({ message: expect.stringContaining("does not keep exactly") });
  else expect(resolveKey(text)).toBe(expected);
});

test.each(["", "~", "null"])("%p is no key", (text) => expect(resolveKey(text)).toBeUndefined());

/** Whatever cannot stand alone in a line of a list is YAML of another kind. */
const isPlain = (text: string) => !/^[-?:](?:\s|$)|^[:?]|^---|:$/.test(text) && text !== "";

const word = fc.oneof(
  { weight: 3, arbitrary: numberLike },
  fc.constantFrom(
    ..."y Y yes YES yEs n on ON off Off true TRUE tRue ~ null NULL nULL = 2026-01-01 12:30 1:30.5".split(" "),
  ),
);

testWithKubectl("kubectl reads what is read here, as values and as keys", () => {
  fc.assert(
    fc.property(fc.array(word.filter(isPlain), { minLength: 300, maxLength: 600, size: "max" }), (words) => {
      const values = words.flatMap((text) => outcome(text, resolveScalar));
      const keys = words.flatMap((text) => outcome(text, resolveKey)).filter(([, key]) => key !== undefined);
      const lines = [...values.map(([text]) => `  - ${text}`), ...keys.map(([text]) => `  - {${text}: 1}`)];
      const head = "apiVersion: v1\nkind: X\nmetadata: {name: x}\nspec:\n";
      expect(readByKubectl(`${head}${lines.join("\n")}\n`)["spec"]).toEqual([
        // -0 has no place in JSON.
        ...values.map(([, value]) => (value === 0 ? 0 : value)),
        ...keys.map(([, key]) => ({ [String(key)]: 1 })),
      ]);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

/** Nothing for what is refused here. */
function outcome<T>(text: string, resolve: (text: string) => T | UnfitScalar): [string, T][] {
  const value = resolve(text);
  return value instanceof UnfitScalar ? [] : [[text, value]];
}
