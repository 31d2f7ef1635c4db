import { readReleasesFile } from "../../src/catalog/extend";
import { distribution, findRelease } from "../../src/catalog/lookup";
import { distributionNames, type OperatorRelease } from "../../src/catalog/types";
import { InputError, type Problem } from "../../src/findings/input-error";
import { fc } from "../support/fast-check";

const head = "apiVersion: meshstep.dev/v1alpha1\nkind: OperatorReleases\ndistribution: openshift\nreleases:\n";

/** A file with the one release that `lines` describe; its first line is line 5 of the file. */
function file(...lines: string[]): string {
  return `${head}${lines.map((line, index) => `${index === 0 ? "  - " : "    "}${line}\n`).join("")}`;
}

function problemsOf(text: string): readonly Problem[] {
  try {
    readReleasesFile(text, "newer.yaml");
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

/** `5:14 releases.0.version`, and the message. */
function said(text: string): string[] {
  return problemsOf(text).map(({ place, path, message, hint }) => {
    const at = place ? `${place.file}:${place.line}:${place.column}` : "nowhere";
    return [at, path?.join("."), message, hint].filter((part) => part).join(" | ");
  });
}

describe("what a good file gives", () => {
  test("everything said", () => {
    const text = file(
      "version: 3.4.2",
      "released: 2026-12-01",
      "defaultVersion: v1.30.4",
      "installable: [v1.30.4, v1.30.3, v1.28.10, v1.24.6]",
      "endOfLife: [v1.27-latest, v1.27.9]",
      "aliases: { v1.30-latest: v1.30.4 }",
      "ztunnel: { apiVersions: [v1], fields: [targetRef, updateStrategy], lacks: [v1.24.6] }",
    );
    expect(readReleasesFile(text, "newer.yaml")).toEqual({
      distribution: "openshift",
      releases: [
        {
          version: "3.4.2",
          released: "2026-12-01",
          defaultVersion: "v1.30.4",
          installable: ["v1.30.4", "v1.30.3", "v1.28.10", "v1.24.6"],
          endOfLife: ["v1.27-latest", "v1.27.9"],
          aliases: { "v1.30-latest": "v1.30.4" },
          ztunnel: { apiVersions: ["v1"], fields: ["updateStrategy", "targetRef"], lacks: ["v1.24.6"] },
          notes: {},
        },
      ],
    });
  });

  test("only what must be said: the rest is derived, versions get their v and their order", () => {
    const text = file("version: v3.4.2", "installable: [1.28.9, 1.30.4, v1.28.10, v1.31.0-beta.1]");
    const [release] = readReleasesFile(text, "newer.yaml").releases;
    expect(release).toEqual({
      version: "3.4.2",
      installable: ["v1.31.0-beta.1", "v1.30.4", "v1.28.10", "v1.28.9"],
      endOfLife: [],
      aliases: { "v1.31-latest": "v1.31.0-beta.1", "v1.30-latest": "v1.30.4", "v1.28-latest": "v1.28.10" },
      ztunnel: {
        apiVersions: ["v1", "v1alpha1"],
        fields: ["terminationGracePeriodSeconds", "updateStrategy", "targetRef"],
        lacks: [],
      },
      notes: {},
    });
  });

  test("ZTunnel is taken over from the newest release before it, also from one in the same file", () => {
    const text = `${head}
  - { version: 3.10.0, installable: [v1.34.0] }
  - { version: 3.5.0, installable: [v1.31.0], ztunnel: { apiVersions: [v1], fields: [targetRef] } }
  - { version: 3.2.9, installable: [v1.27.9] }
  - { version: 3.0.15, installable: [v1.24.6] }
`;
    const { releases } = readReleasesFile(text, "newer.yaml");
    expect(releases.map(({ version, ztunnel }) => [version, ztunnel.apiVersions, ztunnel.fields.length])).toEqual([
      ["3.0.15", ["v1alpha1"], 0],
      ["3.2.9", ["v1", "v1alpha1"], 2],
      ["3.5.0", ["v1"], 1],
      ["3.10.0", ["v1"], 1],
    ]);
  });

  test("what ZTunnel lacked before is taken over only as far as it is still installable", () => {
    const text = file("version: 1.25.3", "installable: [v1.25.3, v1.23.5]").replace("openshift", "sail");
    expect(readReleasesFile(text, "newer.yaml").releases[0]?.ztunnel.lacks).toEqual(["v1.23.5"]);
  });

  test.each(distributionNames)("our own %s data, written as such a file, comes back as it was", (name) => {
    const own = distribution(name);
    const entries = own.releases.map(({ notes: _notes, ...release }: OperatorRelease) => release);
    const text = JSON.stringify({
      apiVersion: "meshstep.dev/v1alpha1",
      kind: "OperatorReleases",
      distribution: name,
      releases: entries,
    });
    const read = readReleasesFile(text, "own.json");
    expect(read.distribution).toBe(name);
    expect(read.releases).toStrictEqual(own.releases.map((release) => ({ ...release, notes: {} })));
  });

  test("the releases find their place in the distribution", () => {
    const { releases } = readReleasesFile(file("version: 3.4.2", "installable: [v1.30.4]"), "newer.yaml");
    const d = distribution("openshift", releases);
    expect(d.releases.at(-1)?.version).toBe("3.4.3");
    expect(findRelease(d, "v3.4.2")?.installable).toEqual(["v1.30.4"]);
  });
});

describe("what a bad file gets", () => {
  const good = ["version: 3.4.2", "installable: [v1.30.4, v1.28.10]"];

  test.each<[string, string, string[]]>([
    [
      "another kind",
      file(...good).replace("OperatorReleases", "OperatorRelease"),
      ['newer.yaml:2:7 | kind | expected OperatorReleases, got "OperatorRelease" | did you mean OperatorReleases?'],
    ],
    [
      "an unknown distribution",
      file(...good).replace("openshift", "openshfit"),
      [
        'newer.yaml:3:15 | distribution | expected one of sail, openshift, alauda, got "openshfit" | did you mean openshift?',
      ],
    ],
    [
      "no releases",
      head.replace("releases:", "releases: []"),
      ["newer.yaml:4:11 | releases | expected at least 1 entry, got a list"],
    ],
    [
      "an unknown key",
      file(...good, "instalable: []"),
      ["newer.yaml:7:5 | releases.0.instalable | unknown key | did you mean installable?"],
    ],
    [
      "an unknown field of ZTunnel",
      file(...good, "ztunnel: { apiVersions: [v1], fields: [targetref] }"),
      [
        "newer.yaml:7:44 | releases.0.ztunnel.fields.0 | expected one of terminationGracePeriodSeconds, updateStrategy, targetRef, " +
          'got "targetref" | did you mean targetRef?',
      ],
    ],
    [
      "an operator version that is a number",
      file("version: 3.4", good[1] ?? ""),
      ['newer.yaml:5:14 | releases.0.version | expected text, got the number 3.4 | quote it: "3.4"'],
    ],
    [
      "an operator version of an unknown shape",
      file("version: 3.4.x", good[1] ?? ""),
      ['newer.yaml:5:14 | releases.0.version | expected an operator version such as 3.4.2, got "3.4.x"'],
    ],
    [
      "an alias among the installable versions",
      file("version: 3.4.2", "installable: [v1.30-latest]"),
      [
        'newer.yaml:6:19 | releases.0.installable.0 | expected an exact Istio version such as v1.30.4, got "v1.30-latest"',
      ],
    ],
    [
      "a version that semver would refuse",
      file("version: 3.4.2", "installable: [v1.030.1]"),
      ['newer.yaml:6:19 | releases.0.installable.0 | expected an exact Istio version such as v1.30.4, got "v1.030.1"'],
    ],
    [
      "a day that does not exist",
      file(...good, "released: 2026-02-30"),
      ['newer.yaml:7:15 | releases.0.released | expected a date such as 2026-12-01, got "2026-02-30"'],
    ],
    [
      "a default that is not installable",
      file(...good, "defaultVersion: v1.30.5"),
      ["newer.yaml:7:21 | releases.0.defaultVersion | v1.30.5 is not one of the installable versions"],
    ],
    [
      "aliases that point elsewhere",
      file(...good, "aliases: { v1.30-latest: v1.30.5, v1.28-latest: v1.30.4 }"),
      [
        "newer.yaml:7:30 | releases.0.aliases.v1.30-latest | v1.30.5 is not one of the installable versions",
        "newer.yaml:7:53 | releases.0.aliases.v1.28-latest | v1.30.4 is no version of 1.28",
      ],
    ],
    [
      "ZTunnel lacking what is not installable",
      file(...good, "ztunnel: { apiVersions: [v1], fields: [], lacks: [v1.27.9] }"),
      ["newer.yaml:7:55 | releases.0.ztunnel.lacks.0 | v1.27.9 is not one of the installable versions"],
    ],
    [
      "a version both installable and end of life",
      file(...good, "endOfLife: [1.30.4, v1.28-latest]"),
      [
        "newer.yaml:7:17 | releases.0.endOfLife.0 | v1.30.4 is installable too | keep it in one list",
        "newer.yaml:7:25 | releases.0.endOfLife.1 | v1.28-latest still has installable versions | leave the alias out",
      ],
    ],
    [
      "the same thing twice",
      `${file("version: 3.4.2", "installable: [v1.30.4, 1.30.4]")}  - { version: v3.4.2, installable: [v1.30.4] }\n`,
      [
        "newer.yaml:7:16 | releases.1.version | 3.4.2 stands here twice",
        "newer.yaml:6:28 | releases.0.installable.1 | v1.30.4 stands here twice",
      ],
    ],
    [
      "a release older than all, without ZTunnel",
      file("version: 2.0.0", "installable: [v1.20.0]"),
      [
        "newer.yaml:5:5 | releases.0.ztunnel | missing; there is no older release to take it over from | " +
          "say what it serves, for example ztunnel: { apiVersions: [v1alpha1], fields: [] }",
      ],
    ],
    [
      "two documents",
      `${file(...good)}---\n${file(...good)}`,
      [
        "newer.yaml:8:1 | a second document; expected one list of releases per file | " +
          "move it to a file of its own and name both in spec.catalogs",
      ],
    ],
  ])("%s", (_what, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test.each([
    ["a duplicate key", file(...good, "version: 3.4.3"), /newer\.yaml:7:5: .*duplicate key/],
    ["__proto__", file(...good, "__proto__: { shipped: false }"), /newer\.yaml:7:5: .*not allowed/],
    ["an empty file", "# nothing yet\n", /empty/],
    ["no YAML", `${head}  - [`, /newer\.yaml:5:\d+: not YAML/],
    ["an alias bomb", bomb(), /aliases expand this document/],
    ["nothing installable", file("version: 3.4.2", "installable: []"), /newer\.yaml:6:18: .*at least 1 entry/],
    ["no version", file("installable: [v1.30.4]"), /releases\.0\.version: missing/],
    ["a list instead of a map", "- a\n", /newer\.yaml:1:1: .*expected a map/],
    [
      "an inherited name as an alias",
      file(...good, "aliases: { constructor: v1.30.4 }"),
      /an alias such as v1\.30-latest/,
    ],
  ])("%s", (_what, text, expected) => {
    expect(() => readReleasesFile(text, "newer.yaml")).toThrow(InputError);
    expect(() => readReleasesFile(text, "newer.yaml")).toThrow(expected);
  });
});

test("whatever is accepted as a version has a place in the order; whatever is not is refused at its place", () => {
  const version = fc.stringMatching(/^v?\d{1,2}\.\d{1,2}\.\d{1,2}(-[0-9A-Za-z.-]{0,6})?$/);
  let accepted = 0;
  fc.assert(
    fc.property(version, version, (a, b) => {
      const text = file("version: 3.4.2", `installable: ["${a}", "${b}"]`);
      const problems = problemsOf(text);
      for (const problem of problems) expect(problem.place?.line).toBe(6);
      if (problems.length === 0) accepted += 1;
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(0);
});

/** Ten aliases of ten aliases, nine levels deep. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const below = level === 0 ? "v1.30.4" : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array(10).fill(below).join(", ")}]`;
  });
  return `${head}${levels.map((line) => `  - ${line}\n`).join("")}`;
}
