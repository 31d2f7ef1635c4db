import { type SkewVerdict, skewVerdict } from "../../src/plan/skew";

/** control plane, part, accepted jumps, verdict, why. */
const table: readonly [string, string, readonly string[], SkewVerdict, string][] = [
  ["v1.28.5", "v1.28.5", [], "ok", "the same"],
  ["v1.28.4", "v1.28.5", [], "ok", "patches do not count"],
  ["v1.28.5", "v1.27.9", [], "ok", "one minor behind"],
  ["v1.28.5", "v1.26.8", [], "behind", "two minors behind"],
  ["v1.27.9", "v1.28.5", [], "ahead", "the data plane is never ahead"],
  ["v1.30.3", "v1.28.10", ["1.28->1.30"], "jump", "an accepted jump"],
  ["v1.30.3", "v1.28.10", ["1.24->1.26"], "behind", "another jump was accepted"],
  ["v1.28.10", "v1.30.3", ["1.28->1.30"], "ahead", "a jump does not let the data plane go first"],
  ["v1.30.3", "v1.29.6", ["1.28->1.30"], "ok", "one minor inside a jump"],
  ["v2.0.0", "v1.30.3", [], "behind", "majors are never one minor apart"],
];

test.each(table)("control plane %s, part %s, accepted %j: %s (%s)", (controlPlane, part, jumps, verdict) => {
  expect(skewVerdict(controlPlane, part, jumps)).toBe(verdict);
});
