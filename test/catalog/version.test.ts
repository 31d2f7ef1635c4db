import {
  compareVersions,
  isAlias,
  minorDistance,
  minorNumber,
  minorOf,
  withoutV,
  withV,
} from "../../src/catalog/version";
import { InputError } from "../../src/findings/input-error";
import { fc } from "../support/fast-check";

test.each([
  ["v1.26.4", "1.26", 26],
  ["1.26.4", "1.26", 26],
  ["1.26", "1.26", 26],
  ["v1.30-latest", "1.30", 30],
  ["v1.31.0-beta.1", "1.31", 31],
  ["v1.28.10", "1.28", 28],
  ["3.1.2", "3.1", 1],
])("%s is of minor %s", (version, minor, number) => {
  expect(minorOf(version)).toBe(minor);
  expect(minorNumber(version)).toBe(number);
});

test.each(["", "v", "1", "v1.x", "latest", "master", "1.26a", " 1.26.4"])("%j has no minor", (version) => {
  expect(() => minorOf(version)).toThrow(InputError);
  expect(() => minorNumber(version)).toThrow(/no version/);
});

test.each([
  ["v1.26-latest", true],
  ["1.26-latest", true],
  ["v1.26.4", false],
  ["v1.26.4-latest", false],
  ["v1.31.0-beta.1", false],
  ["master", false],
])("isAlias(%s) is %s", (version, expected) => {
  expect(isAlias(version)).toBe(expected);
});

test("the v is put on and taken off once", () => {
  expect([withV("1.26.4"), withV("v1.26.4"), withoutV("v1.26.4"), withoutV("1.26.4")]).toEqual([
    "v1.26.4",
    "v1.26.4",
    "1.26.4",
    "1.26.4",
  ]);
});

test("versions sort as semver does: numbers as numbers, pre-releases below their release", () => {
  const sorted = ["v1.30.0", "v1.28.10", "1.28.9", "v1.31.0-rc.0", "v1.31.0", "v1.31.0-beta.1", "v1.28.2"].sort(
    compareVersions,
  );
  expect(sorted).toEqual(["v1.28.2", "1.28.9", "v1.28.10", "v1.30.0", "v1.31.0-beta.1", "v1.31.0-rc.0", "v1.31.0"]);
});

test("the v makes no difference to the order", () => {
  expect(compareVersions("v1.26.4", "1.26.4")).toBe(0);
});

test.each([
  ["v1.30-latest", "v1.30.0"],
  ["v1.30.0", "v1.30-latest"],
])("%s and %s: an alias has no place in the order", (a, b) => {
  expect(() => compareVersions(a, b)).toThrow(/floating alias/);
});

test.each(["1.26", "v1.26.x", "", "master"])("%j cannot be compared", (version) => {
  expect(() => compareVersions(version, "v1.26.0")).toThrow(InputError);
});

test.each([
  ["v1.26.4", "v1.27.0", 1],
  ["v1.27.0", "v1.26.4", -1],
  ["1.24", "v1.26.0", 2],
  ["v1.30-latest", "v1.30.3", 0],
  ["2.6.0", "3.0.0", Infinity],
  ["3.0.0", "2.6.0", -Infinity],
])("from %s to %s are %d minors", (from, to, expected) => {
  expect(minorDistance(from, to)).toBe(expected);
});

test("the order of versions and the distance of minors agree", () => {
  const version = fc.tuple(fc.nat(40), fc.nat(12)).map(([minor, patch]) => `v1.${minor}.${patch}`);
  fc.assert(
    fc.property(version, version, (a, b) => {
      const distance = minorDistance(a, b);
      if (distance !== 0) expect(Math.sign(compareVersions(b, a))).toBe(Math.sign(distance));
      expect(minorDistance(b, a) + distance).toBe(0);
    }),
  );
});
