import { nearest } from "../../src/basics/nearest";

const words = ["ambient", "sidecar", "none", "dataPlane", "namespaces"];

test.each([
  ["ambiant", "ambient"],
  ["AMBIENT", "ambient"],
  ["sidecra", "sidecar"],
  ["dataplane", "dataPlane"],
  ["namespace", "namespaces"],
  ["nnoe", "none"],
  ["side", "sidecar"],
  ["si", undefined],
  ["zebra", undefined],
  ["", undefined],
  ["x".repeat(100_000), undefined],
])("%s is near %s", (word, expected) => {
  expect(nearest(word, words)).toBe(expected);
});

test("of two equally near the first one", () => {
  expect(nearest("cax", ["cat", "car"])).toBe("cat");
  expect(nearest("cat", [])).toBeUndefined();
});
