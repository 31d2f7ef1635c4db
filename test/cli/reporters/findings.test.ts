import { findingsGithub } from "../../../src/cli/reporters/findings-github";
import { findingsJson } from "../../../src/cli/reporters/findings-json";
import { findingsSarif } from "../../../src/cli/reporters/findings-sarif";
import { findingLines } from "../../../src/cli/reporters/findings-text";
import type { ReportBase } from "../../../src/cli/reporters/report-file";
import { sourceExcerpt } from "../../../src/cli/reporters/source-excerpt";
import { type Finding, finding } from "../../../src/findings/finding";
import { ruleDocs } from "../../../src/findings/pages";

const place = { file: "live/istio.yaml", line: 3, column: 5 };
const error = finding("VER006", { message: "100% wrong", hint: "Write v1.", object: "Istio/default", place });
const warning = finding("NS003", { message: "outside" });
const base: ReportBase = { folder: "/repo", cwd: "/repo/apps", fallback: "live" };

describe("text", () => {
  test("shows the source between the message and what to do", () => {
    expect(findingLines([error], () => "    version: 1")).toBe(
      [
        "error[VER006] live/istio.yaml:3:5: Istio/default: 100% wrong",
        "  3 |     version: 1",
        "    |     ^",
        "  Write v1.",
        `  (${error.citation}; meshstep explain VER006)`,
        "",
      ].join("\n"),
    );
  });

  test("does without a place, a file that is gone, or anybody who reads files", () => {
    const plain = findingLines([error]);
    expect(plain).not.toContain("|");
    expect(findingLines([error], () => undefined)).toBe(plain);
    expect(findingLines([warning], () => "source")).toMatch(/^warning\[NS003\] outside\n {2}\(/);
  });

  test("holds nothing that a terminal would act on", () => {
    const odd = { ...error, message: "a\u001b[31mb\u202e" };
    const text = findingLines([odd], () => "    \u001b[2Jx\u009b\u0007");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain("a\uFFFD[31mb\uFFFD");
  });
});

describe("excerpt", () => {
  const caret = (text: string, column: number) => sourceExcerpt({ file: "f", line: 12, column }, text).split("\n");

  test("tabs stay tabs", () =>
    expect(caret("\tkey:\tvalue", 7)).toEqual(["  12 | \tkey:\tvalue", "     | \t    \t^", ""]));
  test("a column behind the end", () => expect(caret("ab", 9)[1]).toBe("     |   ^"));
  test("an empty line", () => expect(caret("", 1)).toEqual(["  12 | ", "     | ^", ""]));
  test("a long line is cut around the column", () => {
    const [line = "", mark = ""] = caret(`${"a".repeat(500)}X${"b".repeat(500)}`, 501);
    expect(line.length).toBeLessThan(140);
    expect([line[mark.indexOf("^")], line.at(-1), line[7]]).toEqual(["X", "…", "…"]);
  });
});

test("json", () => {
  const [first, second] = [error, warning];
  expect(JSON.parse(findingsJson([first, second]))).toEqual({
    version: 1,
    findings: [{ ...first }, { ...second }],
    summary: { errors: 1, warnings: 1 },
  });
  expect(JSON.parse(findingsJson([]))).toEqual({ version: 1, findings: [], summary: { errors: 0, warnings: 0 } });
  expect(JSON.parse(findingsJson([], [], ["not judged: a"]))).toMatchObject({ notes: ["not judged: a"] });
});

describe("GitHub annotations", () => {
  test("name the file from the root of the checkout", () => {
    expect(findingsGithub([error], base)).toBe(
      `::error file=apps/live/istio.yaml,line=3,col=5,title=VER006 Istio/default::100%25 wrong%0AWrite v1.%0A(${error.citation}; meshstep explain VER006)\n`,
    );
  });

  test("stand at the first path when they are about no file", () => {
    expect(findingsGithub([warning], base)).toMatch(/^::warning file=apps\/live,title=NS003::outside%0A/);
  });

  test("cannot be broken out of", () => {
    const odd: Finding = {
      ...error,
      message: "a\r\n::stop-commands::x",
      object: "Istio/a::b,c",
      place: { ...place, file: "a,b:c%.yaml" },
    };
    const text = findingsGithub([odd], base);
    expect(text.trimEnd().split("\n")).toHaveLength(1);
    expect(text).toContain("file=apps/a%2Cb%3Ac%25.yaml,line=3,col=5,title=VER006 Istio/a%3A%3Ab%2Cc::a%0D%0A::stop");
  });
});

interface SarifLog {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly semanticVersion: string;
        readonly rules: readonly {
          readonly id: string;
          readonly shortDescription: { readonly text: string };
          readonly fullDescription: { readonly text: string };
          readonly help: { readonly text: string; readonly markdown: string };
          readonly defaultConfiguration: { readonly level: string };
        }[];
      };
    };
    readonly columnKind: string;
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region?: { readonly startLine: number; readonly startColumn: number };
        };
        readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
      }[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

describe("SARIF 2.1.0", () => {
  const log = (findings: readonly Finding[], at = base) => {
    const [run] = (JSON.parse(findingsSarif(findings, at, "1.2.3")) as SarifLog).runs;
    if (!run) throw new Error("no run");
    return run;
  };

  /** What the schema demands of the parts that we write; GitHub demands the locations. */
  test("has what its schema asks for", () => {
    const { version, $schema, runs } = JSON.parse(findingsSarif([error, warning], base, "1.2.3")) as SarifLog;
    expect([version, runs.length, new URL($schema).pathname.split("/").at(-1)]).toEqual([
      "2.1.0",
      1,
      "sarif-schema-2.1.0.json",
    ]);
    const { tool, columnKind, results } = runs[0] as SarifLog["runs"][number];
    expect([tool.driver.name, tool.driver.semanticVersion, columnKind]).toEqual([
      "meshstep",
      "1.2.3",
      "utf16CodeUnits",
    ]);
    for (const { id, shortDescription, fullDescription, help, defaultConfiguration } of tool.driver.rules) {
      expect(id).toMatch(/^[A-Z]+\d{3}$/);
      for (const text of [shortDescription.text, fullDescription.text, help.text, help.markdown])
        expect(text).not.toBe("");
      expect(["none", "note", "warning", "error"]).toContain(defaultConfiguration.level);
    }
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(["none", "note", "warning", "error"]).toContain(result.level);
      expect(result.message.text).not.toBe("");
      expect(result.locations).toHaveLength(1);
      for (const { physicalLocation } of result.locations) {
        expect(() => new URL(physicalLocation.artifactLocation.uri, "file:///root/")).not.toThrow();
        const { startLine = 1, startColumn = 1 } = physicalLocation.region ?? {};
        expect(startLine).toBeGreaterThanOrEqual(1);
        expect(startColumn).toBeGreaterThanOrEqual(1);
      }
      for (const value of Object.values(result.partialFingerprints)) expect(value).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test("describes every rule, once", () => {
    expect(log([]).tool.driver.rules.map(({ id }) => id)).toEqual(Object.keys(ruleDocs).sort());
  });

  test("places results below the base; what is outside is named as a whole", () => {
    const uri = (file: string) =>
      log([{ ...error, place: { ...place, file } }]).results[0]?.locations[0]?.physicalLocation.artifactLocation.uri;
    expect(uri("live/a b#%.yaml")).toBe("apps/live/a%20b%23%25.yaml");
    expect(uri("/repo/x.yaml")).toBe("x.yaml");
    expect(uri("../x.yaml")).toBe("x.yaml");
    expect(uri("/elsewhere/x.yaml")).toBe("file:///elsewhere/x.yaml");
    expect(uri("<stdin>")).toBe("apps/%3Cstdin%3E");
    expect(log([warning]).results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "apps/live" },
    });
    expect(log([warning], { ...base, cwd: "/repo", fallback: "." }).results[0]?.locations[0]?.physicalLocation).toEqual(
      {
        artifactLocation: { uri: "." },
      },
    );
  });

  test("fingerprints follow the finding and not its line", () => {
    const print = (one: Finding) => log([warning, one]).results[1]?.partialFingerprints;
    expect(print({ ...error, place: { ...place, line: 99, column: 1 } })).toEqual(print(error));
    expect(print({ ...error, place: { ...place, file: "other.yaml" } })).not.toEqual(print(error));
    expect(print({ ...error, object: "Istio/other" })).not.toEqual(print(error));
    expect(print({ ...error, message: "else" })).not.toEqual(print(error));
  });
});

describe("what could not be read", () => {
  const broken = [{ message: "spec: duplicate key", place: { file: "live/istio.yaml", line: 12, column: 1 } }];
  const at = { folder: "/repo", cwd: "/repo", fallback: "live" };

  test("is in JSON, as a finding and beside the findings", () => {
    const [problem] = broken;
    expect(JSON.parse(findingsJson([], broken))).toEqual({
      version: 1,
      findings: [{ rule: "SCH005", severity: "error", citation: expect.stringContaining("YAML 1.2.2"), ...problem }],
      unreadable: broken,
      summary: { errors: 1, warnings: 0, unreadable: 1 },
    });
  });

  test("is a notification in SARIF, and the run was no success", () => {
    expect(JSON.parse(findingsSarif([], at, "1.2.3", broken)).runs[0].invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: "error",
            message: { text: "spec: duplicate key" },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "live/istio.yaml" },
                  region: { startLine: 12, startColumn: 1 },
                },
              },
            ],
          },
        ],
      },
    ]);
  });

  test("is an annotation on GitHub", () => {
    expect(findingsGithub([], at, broken)).toBe(
      "::error file=live/istio.yaml,line=12,col=1,title=not readable::spec: duplicate key\n",
    );
  });
});
