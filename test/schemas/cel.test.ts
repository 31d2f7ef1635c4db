import { brokenRules } from "../../src/schemas/cel";

test.each<[string, unknown, boolean]>([
  ["(has(self.a)?1:0) + (has(self.b)?1:0) <= 1", { a: 1 }, true],
  ["(has(self.a)?1:0) + (has(self.b)?1:0) <= 1", { a: 1, b: 2 }, false],
  [
    "!has(self.values) || self.values.istioNamespace == self.__namespace__",
    { namespace: "x", values: { istioNamespace: "x" } },
    true,
  ],
  [
    "!has(self.values) || self.values.istioNamespace == self.__namespace__",
    { namespace: "x", values: { istioNamespace: "y" } },
    false,
  ],
  ["self.values.global == 1", {}, false],
  ["duration(self) >= duration('1ms')", "10s", true],
  ["duration(self) >= duration('1ms')", "0s", false],
  ["duration(self) >= duration('1ms')", "ten", false],
  ["self.all(key, 0 < int(key) && int(key) <= 65535)", { 80: {} }, true],
  ["self.all(key, 0 < int(key) && int(key) <= 65535)", { http: {} }, false],
  ["self.numerator <= self.denominator", { numerator: 3, denominator: 2 }, false],
  // What cannot be judged is not judged.
  ["self == oldSelf", 1, true],
  ['url(self).getScheme() in ["http", "https"]', "ftp://x", true],
  ["self.matches('^(?i)a$')", "B", true],
  ["self.unheardOf(1)", "B", true],
  ["((", "B", true],
])("%s of %j: %s", (rule, value, holds) => {
  expect(brokenRules(value, [[rule, "broken"]])).toEqual(holds ? [] : ["broken"]);
});
