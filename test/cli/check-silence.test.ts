import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

const istio = (version: string, comment = "", head = "") => `${head}apiVersion: sailoperator.io/v1
kind: Istio
metadata:
  name: default
  annotations:
    argocd.argoproj.io/sync-options: Prune=false,Delete=false,SkipDryRunOnMissingResource=true
    kustomize.toolkit.fluxcd.io/prune: disabled
spec:
  namespace: istio-system
  version: ${version}${comment}
`;
const settings = (...rules: string[]) =>
  `apiVersion: meshstep.dev/v1alpha1\nkind: CheckSettings\nrules:\n${rules.map((one) => `  - ${one}\n`).join("")}`;

type Files = Parameters<typeof folderWith>[0];
const check = (folder: string, ...args: string[]) => runCli(["check", ".", "--distribution", "sail", ...args], folder);
const rulesIn = async (files: Files, ...args: string[]) => {
  const { out, err } = await check(folderWith(files), ...args);
  const ignored = /, (\d+) ignored/.exec(err)?.[1] ?? "0";
  return [...(out.match(/^(?:error|warning)\[[A-Z0-9]+\]/gm) ?? []), `${ignored} ignored`];
};

describe("comments", () => {
  test.each<[what: string, text: string, expected: string[]]>([
    ["none", istio("1.28.3"), ["error[VER006]", "0 ignored"]],
    ["at the end of the line", istio("1.28.3", " # meshstep:ignore VER006: an old copy"), ["1 ignored"]],
    [
      "above the line",
      istio("1.28.3").replace("  version", "  # meshstep:ignore ver006: old\n  version"),
      ["1 ignored"],
    ],
    ["at the head", istio("1.28.3", "", "# meshstep:ignore VER001, VER006: old\n\n"), ["1 ignored"]],
    ["behind the marker", `---\n${istio("1.28.3", "", "# meshstep:ignore VER006: old\n")}`, ["1 ignored"]],
    ["of another rule", istio("1.28.3", " # meshstep:ignore VER001: old"), ["error[VER006]", "0 ignored"]],
    [
      "of another line",
      istio("1.28.3").replace("spec:", "spec: # meshstep:ignore VER006: x"),
      ["error[VER006]", "0 ignored"],
    ],
    [
      "of another document",
      `# meshstep:ignore VER006: x\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n---\n${istio("1.28.3")}`,
      ["error[VER006]", "0 ignored"],
    ],
    [
      "without a reason",
      istio("1.28.3", " # meshstep:ignore VER006"),
      ["error[VER006]", "warning[IGN001]", "0 ignored"],
    ],
    ["without a rule", istio("1.28.3", " # meshstep:ignore"), ["error[VER006]", "warning[IGN001]", "0 ignored"]],
    [
      "of a rule that is not there",
      istio("1.28.3", " # meshstep:ignore VER006, VER666: x"),
      ["error[VER006]", "warning[IGN001]", "0 ignored"],
    ],
  ])("%s", async (_what, text, expected) => {
    expect(await rulesIn({ "m.yaml": text })).toEqual(expected);
  });

  test("in the standard input", async () => {
    const text = istio("1.28.3", " # meshstep:ignore VER006: old");
    const { code, err } = await runCli(["check", "-", "--distribution", "sail"], folderWith({}), text);
    expect([code, err]).toEqual([0, expect.stringContaining("1 ignored")]);
  });
});

describe("settings", () => {
  const files = { "old/a.yaml": istio("1.28.3"), "new/a.yaml": istio("1.28.3") };
  const errors = ["error[VER006]", "error[VER006]", "0 ignored"];

  test.each<[what: string, rule: string, expected: string[]]>([
    ["everywhere", "{ rule: VER006, severity: ignore, reason: old }", ["2 ignored"]],
    ["in a folder", "{ rule: VER006, paths: [old], severity: ignore, reason: old }", ["error[VER006]", "1 ignored"]],
    [
      "by a glob",
      '{ rule: [VER001, VER006], paths: ["o*/**"], severity: ignore, reason: old }',
      ["error[VER006]", "1 ignored"],
    ],
    [
      "less severe",
      "{ rule: VER006, severity: warning, reason: old }",
      ["warning[VER006]", "warning[VER006]", "0 ignored"],
    ],
    ["another rule", "{ rule: VER001, severity: ignore, reason: old }", errors],
  ])("%s", async (_what, rule, expected) => {
    expect(await rulesIn({ ...files, ".meshstep.yaml": settings(rule) })).toEqual(expected);
  });

  test("the last one that fits counts", async () => {
    const rules = [
      "{ rule: VER006, severity: ignore, reason: old }",
      "{ rule: VER006, paths: [new], severity: error, reason: new }",
    ];
    expect(await rulesIn({ ...files, ".meshstep.yaml": settings(...rules) })).toEqual(["error[VER006]", "1 ignored"]);
  });

  test("of the root of the repository, from a folder below; its paths stay its own", async () => {
    const rule = "{ rule: VER006, paths: [old], severity: ignore, reason: old }";
    const folder = folderWith({ ...files, ".git/HEAD": "", ".meshstep.yaml": settings(rule) });
    expect((await check(join(folder, "old"))).code).toBe(0);
    expect((await check(join(folder, "new"))).code).toBe(1);
    const named = folderWith({ ...files, "strict.yaml": settings(rule) });
    expect((await check(named, "--settings", "strict.yaml")).err).toContain("1 ignored");
  });

  test.each([
    ["no reason", "{ rule: VER006, severity: ignore }", ".meshstep.yaml:4:5: rules.0.reason: missing"],
    [
      "no such rule",
      "{ rule: VER066, severity: ignore, reason: old }",
      'rules.0.rule: expected the id of a rule, such as VER006 or a list, got "VER066"\n    did you mean VER006?',
    ],
    ["a rule in small letters", "{ rule: ver006, severity: ignore, reason: old }", "did you mean VER006?"],
    [
      "no such rule in a list",
      "{ rule: [VER006, X], severity: ignore, reason: old }",
      'rules.0.rule.1: expected the id of a rule, such as VER006, got "X"\n',
    ],
    [
      "no such severity",
      "{ rule: VER006, severity: off, reason: old }",
      "rules.0.severity: expected one of ignore, warning, error, got the truth value off\n",
    ],
    ["a typing error", "{ rule: VER006, path: [x], severity: ignore, reason: old }", "did you mean paths?"],
  ])("are refused: %s", async (_what, rule, message) => {
    const { code, out, err } = await check(folderWith({ ...files, ".meshstep.yaml": settings(rule) }));
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(message)]);
  });
});

test("paths of settings that match no file are told", async () => {
  const rule = "{ rule: VER006, paths: [od, gone/*.yaml], severity: ignore, reason: old }";
  const { err } = await check(folderWith({ "old/a.yaml": istio("1.28.3"), ".meshstep.yaml": settings(rule) }));
  expect(err).toContain("note: .meshstep.yaml: paths match no file, counted from its folder: od, gone/*.yaml\n");
});

describe("a baseline", () => {
  test("of several folders, with one of them checked: what the others have stays, and is not called gone", async () => {
    const folder = folderWith({ "a/m.yaml": istio("1.28.3"), "ab/m.yaml": istio("1.28.4") });
    const run = (path: string, ...args: string[]) =>
      runCli(["check", path, "--distribution", "sail", "--baseline", "b.json", ...args], folder);
    await run(".", "--write-baseline");
    const { code, err } = await run("a");
    expect([code, err]).toEqual([0, expect.not.stringContaining("no longer there")]);
    await run("a", "--write-baseline");
    expect((await run(".")).code).toBe(0);
    writeFileSync(join(folder, "a/m.yaml"), istio("v1.28.3"));
    expect((await run("a")).err).toContain("b.json: 1 of its findings is no longer there");
    await run("a", "--write-baseline");
    expect(JSON.parse(readFileSync(join(folder, "b.json"), "utf8")).findings).toMatchObject([{ file: "ab/m.yaml" }]);
  });

  test("is not written over a file that is something else", async () => {
    const folder = folderWith({ "m.yaml": istio("1.28.3"), "package.json": "{}\n", "empty.json": "" });
    const { code, err } = await check(folder, "--baseline", "package.json", "--write-baseline");
    expect([code, err]).toEqual([2, expect.stringContaining("package.json: no baseline of meshstep")]);
    expect(readFileSync(join(folder, "package.json"), "utf8")).toBe("{}\n");
    expect((await check(folder, "--baseline", "empty.json", "--write-baseline")).code).toBe(0);
  });

  test("leaves out what is old, whatever line it moves to, and says what is gone", async () => {
    const folder = folderWith({ "a/m.yaml": istio("1.28.3") });
    const drawn = await check(folder, "--baseline", "b.json", "--write-baseline");
    expect([drawn.code, drawn.out]).toEqual([0, ""]);
    expect(drawn.err).toContain("note: b.json: wrote 1 finding,");
    expect(JSON.parse(readFileSync(join(folder, "b.json"), "utf8"))).toEqual({
      version: 1,
      findings: [{ rule: "VER006", object: "Istio/default", file: "a/m.yaml", message: expect.any(String), count: 1 }],
    });
    const moved = folderWith({
      "a/m.yaml": `# One more line.\n${istio("1.28.3")}`,
      "b.json": readFileSync(join(folder, "b.json"), "utf8"),
    });
    expect(await check(moved, "--baseline", "b.json")).toMatchObject({ code: 0, out: "" });
    const worse = folderWith({
      "a/m.yaml": istio("1.28.4"),
      "b.json": readFileSync(join(folder, "b.json"), "utf8"),
    });
    const after = await check(worse, "--baseline", "b.json");
    expect([after.code, after.out.match(/^error.*/gm)?.length]).toEqual([1, 1]);
    expect(after.err).toContain("b.json: 1 of its findings is no longer there");
  });

  test("that is not there, or is something else", async () => {
    const folder = folderWith({ "m.yaml": istio("1.28.3"), "b.json": "[]" });
    expect((await check(folder, "--baseline", "x.json")).err).toContain("--write-baseline writes");
    expect((await check(folder, "--baseline", "b.json")).err).toContain("no baseline of meshstep");
    expect((await check(folder, "--write-baseline")).err).toContain("--write-baseline needs --baseline");
  });
});

describe("what ignores nothing is said once", () => {
  const notes = async (files: Files, ...args: string[]) =>
    ((await check(folderWith(files), ...args)).err.match(/^note: .*ignore nothing.*$/gm) ?? []).map((line) =>
      line.replace("note: ", ""),
    );
  const said = "comments that ignore nothing in this check: ";

  test.each<[what: string, files: Files, expected: string[]]>([
    ["a comment that does", { "a.yaml": istio("1.28.3", " # meshstep:ignore VER006: old") }, []],
    [
      "one that does not",
      { "a.yaml": istio("v1.28.3", " # meshstep:ignore VER006: old") },
      [`${said}a.yaml:10:20 (VER006)`],
    ],
    [
      "one of two rules",
      { "a.yaml": istio("1.28.3", " # meshstep:ignore VER006, VER007: old") },
      [`${said}a.yaml:10:19 (VER007)`],
    ],
    ["one of a rule about steps", { "a.yaml": istio("v1.28.3", " # meshstep:ignore VER013: back") }, []],
    [
      "beside what cannot be read",
      { "a.yaml": istio("v1.28.3", " # meshstep:ignore VER006: old"), "b.yaml": "apiVersion: v1\nkind: a: b\n" },
      [],
    ],
    [
      "settings",
      {
        "a.yaml": istio("1.28.3"),
        ".meshstep.yaml": settings(
          "{ rule: VER006, severity: ignore, reason: old }",
          "{ rule: [VER007, TGT001], severity: ignore, reason: old }",
          "{ rule: VER012, severity: warning, reason: old }",
          "{ rule: VER013, severity: ignore, reason: a step says it }",
        ),
      },
      [".meshstep.yaml: rules that ignore nothing in this check: VER007, TGT001"],
    ],
  ])("%s", async (_what, files, expected) => {
    expect(await notes(files)).toEqual(expected);
  });

  test("of settings that are for more than was checked, nothing is known", async () => {
    const rules = settings("{ rule: VER007, severity: ignore, reason: old }");
    const folder = folderWith({ "a/a.yaml": istio("v1.28.3"), ".meshstep.yaml": rules });
    const { err } = await runCli(["check", "a", "--distribution", "sail"], folder);
    expect(err).not.toContain("ignore nothing");
  });
});
