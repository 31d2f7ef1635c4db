import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { obeys } from "./cel";
import { mentions, parseCel } from "./cel-parse";
import { crdRoot, describeWithCrds } from "./crds";

const route = { type: "PathPrefix", value: "/api", matches: [{ path: "a" }], ports: { "80": "x" }, __proto__: null };

test.each<[rule: string, obeyed: boolean]>([
  ["self.type == 'PathPrefix'", true],
  ["self.type != 'PathPrefix' || self.value.startsWith('/')", true],
  ["self.type in ['Exact', 'PathPrefix'] ? !self.value.contains('//') : false", true],
  ["has(self.missing) && self.missing == 1", false],
  ["!has(self.missing) || self.missing.deeper == 1", true],
  ["self.missing == 1 || self.type == 'PathPrefix'", true],
  ["size(self.matches) == 1 && self.matches.size() < 2 && self.value.size() >= 4", true],
  ["self.matches[0].path == 'a'", true],
  ["self.matches.all(m, self.matches.exists_one(n, n.path == m.path))", true],
  ["self.matches.filter(m, m.path == 'b').size() + 1 <= 1", true],
  ["self.ports.all(key, 0 < int(key) && int(key) <= 65535)", true],
  ["self.ports.exists(key, key == '443')", false],
  ["(has(self.none) ? self.none : {}).size() > 0", false],
  ['self.value.matches(r"""^/[a-z]+$""")', true],
  ["self.value.matches('^(?i)/API$')", true],
  ["duration('1m30s') == duration('90s') && duration('0.5s') > duration('499ms')", true],
  ['url(\'https://example.com\').getScheme() in ["http", "https"]', true],
  ["'a.b'.split('.').size() == 2 && 'a' + 'b' == 'ab' && -1 < 0 && 3 - 1 == 2", true],
])("%s", (rule, obeyed) => {
  expect(obeys(rule, route)).toBe(obeyed);
});

test("escaped names are the fields that they stand for", () => {
  expect(obeys("self.__namespace__ == 'a' && self.a__dash__b == 1", { namespace: "a", "a-b": 1 })).toBe(true);
});

test.each([
  ["self.missing == 1", /no such key: missing/],
  ["self.type", /no boolean/],
  ["duration('x') > duration('1s')", /no duration/],
  ["self.unheardOf()", /not known/],
  ["self.type ==", /unexpected/],
  ["self.type == 'a' b", /unexpected "b"/],
  ["self.type ~ 1", /unexpected "~/],
])("%s is an error", (rule, message) => {
  expect(() => obeys(rule, route)).toThrow(message);
});

describeWithCrds("rules of the real CRDs", () => {
  let rules: string[] = [];
  beforeAll(() => {
    rules = readCrdRules();
  });

  test("are many, and every one can be parsed", () => {
    expect(rules.length).toBeGreaterThan(90);
    for (const rule of rules) expect(() => parseCel(rule)).not.toThrow();
  });

  test("read oldSelf only to forbid a change", () => {
    expect(rules.filter((rule) => mentions(parseCel(rule), "oldSelf"))).toEqual(["self == oldSelf"]);
  });
});

/** Rule texts cut out by indentation: parsing 8 MB of YAML would take seconds. */
function readCrdRules(): string[] {
  const blocks = new Set<string>();
  for (const folder of readdirSync(crdRoot)) {
    for (const file of readdirSync(join(crdRoot, folder))) {
      const lines = readFileSync(join(crdRoot, folder, file), "utf8").split("\n");
      lines.forEach((line, start) => {
        const column = /^[ -]*(?=rule: )/.exec(line)?.[0].length;
        if (column === undefined) return;
        const more = lines.slice(start + 1).findIndex((next) => next.search(/\S/) <= column);
        blocks.add([line.slice(column), ...lines.slice(start + 1, start + 1 + more)].join("\n"));
      });
    }
  }
  return [...blocks]
    .map((block) => (parse(block) as { rule: string }).rule)
    .filter((rule, index, all) => all.indexOf(rule) === index);
}
