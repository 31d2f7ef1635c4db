import { catalogAge, catalogTable, staleAfterDays } from "../../src/catalog/describe";
import { catalogAsOf, distribution } from "../../src/catalog/lookup";
import { InputError } from "../../src/findings/input-error";

test("one release, in words short enough for a table", () => {
  expect(catalogTable(distribution("openshift"), "v3.4.1")).toEqual([
    {
      release: "3.4.1",
      released: "2026-08-04",
      defaultVersion: "v1.30.3",
      installable: ["1.30.3", "1.30.1", "1.28.10", "1.28.8", "1.28.4-6", "1.27.8-9", "1.27.5", "1.27.3"],
      endOfLifeMinors: ["1.26"],
      aliases: { "v1.30-latest": "v1.30.3", "v1.28-latest": "v1.28.10", "v1.27-latest": "v1.27.9" },
      ztunnelApiVersions: ["v1", "v1alpha1"],
      ztunnelFields: ["terminationGracePeriodSeconds", "updateStrategy", "targetRef"],
      ztunnelLacks: [],
      notes: {},
    },
  ]);
});

test("what is not known is left out, not empty", () => {
  const [row] = catalogTable(distribution("alauda"), "2.1.2");
  expect(row).not.toHaveProperty("released");
  expect(row).not.toHaveProperty("defaultVersion");
  expect(row).toMatchObject({ notes: { kialiServer: "2.22.2" }, endOfLifeMinors: [] });
});

test("without a release, all of them, oldest first", () => {
  const d = distribution("sail");
  const rows = catalogTable(d);
  expect(rows.map(({ release }) => release)).toEqual(d.releases.map(({ version }) => version));
  expect(rows[0]?.ztunnelLacks).toEqual(["1.23.3-5", "1.23.0"]);
  expect(rows.at(-1)?.endOfLifeMinors).toEqual(["1.27", "1.26", "1.25", "1.24", "1.23", "1.22", "1.21"]);
});

test("an unknown release is refused, with the newest one", () => {
  expect(() => catalogTable(distribution("sail"), "9.9.9")).toThrow(InputError);
  expect(() => catalogTable(distribution("sail"), "9.9.9")).toThrow(/no operator release 9\.9\.9\n.*1\.30\.3/);
});

test.each([
  ["2026-11-20", "2026-11-20", 0],
  ["2026-11-20", "2026-11-21T00:00:01Z", 1],
  ["2026-11-20", "2026-11-20T23:59:59Z", 0],
  ["2026-11-20", "2027-02-18", staleAfterDays],
  ["2026-11-20", "2026-11-19", -1],
])("from %s to %s are %d days", (asOf, today, days) => {
  expect(catalogAge(asOf, today)).toBe(days);
});

test("a clock that gives no date is refused", () => {
  expect(() => catalogAge(catalogAsOf("sail"), "yesterday")).toThrow(InputError);
});
