import { firstFew } from "../../src/basics/first-few";

test.each<[words: readonly string[], most: number | undefined, said: string]>([
  [[], undefined, ""],
  [["a"], undefined, "a"],
  [["a", "b", "c"], undefined, "a, b, c"],
  [["a", "b", "c", "d", "e"], undefined, "a, b, c and 2 more"],
  [["a", "b"], 1, "a and 1 more"],
])("the first few of %j", (words, most, said) => {
  expect(firstFew(words, most)).toBe(said);
});
