import { resolveScalar, UnfitScalar } from "../../src/source/yaml-scalar";

/** What kubectl makes of each plain scalar. */
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
    expect(() => resolveScalar(text)).toThrow(UnfitScalar);
  },
);
