import { compactRanges, expandRanges } from "../../src/catalog/ranges";
import { fc } from "../support/fast-check";

test.each([
  ["", []],
  ["1.26.4", ["v1.26.4"]],
  ["1.26.0-2 1.24.6", ["v1.26.2", "v1.26.1", "v1.26.0", "v1.24.6"]],
  ["1.28.9-10", ["v1.28.10", "v1.28.9"]],
  ["1.23-latest 1.23.5-6", ["v1.23-latest", "v1.23.6", "v1.23.5"]],
  ["1.31.0-beta.1", ["v1.31.0-beta.1"]],
])("%j", (ranges, versions) => {
  expect(expandRanges(ranges)).toEqual(versions);
  expect(compactRanges(versions).join(" ")).toBe(ranges);
});

test("compactRanges loses nothing, whatever the holes", () => {
  const patches = fc.dictionary(
    fc.constantFrom("24", "26", "27", "28"),
    fc.uniqueArray(fc.nat(15), { minLength: 1 }).map((list) => list.sort((a, b) => b - a)),
  );
  fc.assert(
    fc.property(patches, (minors) => {
      const versions = Object.entries(minors).flatMap(([minor, list]) => list.map((patch) => `v1.${minor}.${patch}`));
      expect(expandRanges(compactRanges(versions).join(" "))).toEqual(versions);
    }),
  );
});
