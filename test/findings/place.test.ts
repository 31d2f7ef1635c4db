import { formatPlace } from "../../src/findings/finding";

test("a line end in the name of a file begins no line of its own", () => {
  expect(formatPlace({ file: "a\nerror[VER001] b.yaml", line: 1, column: 2 })).toBe("a\\u000aerror[VER001] b.yaml:1:2");
});
