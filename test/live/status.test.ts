import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesIn, runGit } from "../support/git";
import { runCli } from "../support/run-cli";
import { folderAt, liveMesh, phaseDirs, promoteIn, repoAt } from "./live-repo";

interface Report {
  readonly [key: string]: unknown;
  readonly beforeNext: readonly string[];
  readonly findings: readonly { readonly rule: string; readonly severity: string }[];
}

async function statusJson(folder: string): Promise<{ code: number; report: Report }> {
  const before = filesIn(folder);
  const { code, out, err } = await runCli(["status", "--live", "live", "-o", "json"], folder);
  expect(err).toBe("");
  expect(filesIn(folder)).toEqual(before);
  return { code, report: JSON.parse(out) as Report };
}

const hash = expect.stringMatching(/^[0-9a-f]{64}$/);

test("JSON at a phase", async () => {
  const folder = await folderAt(1);
  const { code, report } = await statusJson(folder);
  expect(code).toBe(0);
  const { beforeNext, ...rest } = report;
  expect(rest).toEqual({
    version: 1,
    mesh: "prod",
    live: "live",
    plan: hash,
    stands: "at-phase",
    phase: "01-operator-3.1.2",
    lost: null,
    next: {
      dir: "02-control-plane-v1.26.4",
      kind: "control-plane",
      title: "Control plane v1.26.4",
      reversible: "reversible",
    },
    nearest: null,
    edited: [],
    marker: { mesh: "prod", phase: "01-operator-3.1.2", plan: hash },
    phases: phaseDirs,
    changedInputs: [],
    merged: null,
    command: "meshstep promote --live live --next",
    target: "v1.26.4",
    newerPatch: "v1.26.8",
    endOfLifeIn: "3.4.0",
    findings: [],
  });
  // The same sentences, in the same order, as the page that people read.
  const page = readFileSync(join(folder, "out/prod/phases/01-operator-3.1.2/PHASE.md"), "utf8").toLowerCase();
  const places = beforeNext.map((says) => page.lastIndexOf(`. ${says.toLowerCase()}\n`));
  expect(beforeNext.length).toBeGreaterThan(5);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("JSON of an edited folder beside a stale snapshot", async () => {
  const folder = await folderAt(2);
  rmSync(join(folder, "live/mesh/30-cni"), { recursive: true });
  writeFileSync(join(folder, "live/.DS_Store"), Buffer.from([0, 1, 0xff]));
  writeFileSync(join(folder, "out/prod/PLAN.md"), "edited");
  const { code, report } = await statusJson(folder);
  expect(code).toBe(1);
  expect(report).toMatchObject({
    stands: "edited",
    phase: null,
    next: null,
    nearest: "02-control-plane-v1.26.4",
    edited: [
      { file: ".DS_Store", what: "added" },
      { file: "mesh/30-cni/istiocni-default.yaml", what: "missing" },
      { file: "mesh/30-cni/kustomization.yaml", what: "missing" },
    ],
    beforeNext: [],
    findings: [{ rule: "SNAP001", severity: "warning" }],
  });
});

test("JSON at the start and at the end", async () => {
  const start = await statusJson(await folderAt());
  expect(start.code).toBe(1);
  expect(start.report).toMatchObject({ stands: "empty", phase: null, next: { dir: "00-baseline" }, marker: null });
  const end = await statusJson(await folderAt(5));
  expect(end.code).toBe(0);
  expect(end.report).toMatchObject({ stands: "at-phase", phase: "05-verify-v1.26.4", next: null, beforeNext: [] });
});

test("the last phase, and a plan that has none", async () => {
  const folder = await folderAt(5);
  expect(await runCli(["status", "--live", "live"], folder)).toEqual({
    code: 0,
    out: "prod: live stands at 05-verify-v1.26.4\nnext: nothing, this is the last phase\nthe catalogue knows v1.26.8, a newer patch than v1.26.4: meshstep rebase --live live --to v1.26.8\nv1.26.4 is end of life from operator release 3.4.0 on\ngo on with: meshstep rebase --live live --to VERSION --write\n",
    err: "",
  });
  writeFileSync(join(folder, "mesh.yaml"), liveMesh.replace("to: v1.26.4", "to: v1.30.3"));
  const { code, out, err } = await runCli(["status", "--live", "live"], folder);
  expect({ code, out }).toEqual({
    code: 1,
    out: "prod: the plan has no phases\nchanged since synth: spec.upgrade\ngo on with: meshstep plan\n",
  });
  expect(err).toMatch(/^error\[/);
});

test("a live folder with a space in its name: the command that goes on can be pasted", async () => {
  const folder = await folderAt(1);
  renameSync(join(folder, "live"), join(folder, "live folder"));
  const { out } = await runCli(["status", "--live", "live folder"], folder);
  expect(out).toContain("go on with: meshstep promote --live 'live folder' --next\n");
  expect(out).toContain("meshstep rebase --live 'live folder' --to v1.26.8\n");
});

test.each(["status", "promote --next"])("%s beside a plan.json that cannot be read: it is named", async (words) => {
  const folder = await folderAt(1);
  rmSync(join(folder, "out/prod/plan.json"));
  mkdirSync(join(folder, "out/prod/plan.json"));
  expect(await runCli([...words.split(" "), "--live", "live"], folder)).toEqual({
    code: 2,
    out: "",
    err: `error: ${join(folder, "out/prod/plan.json")}: a folder, and no file\n`,
  });
});

test("what was edited since synth, key by key and file by file; a comment is no edit", async () => {
  const folder = await folderAt(1);
  const mesh = (text: string) => writeFileSync(join(folder, "mesh.yaml"), text);
  mesh(`# a comment\n${liveMesh}`);
  expect((await statusJson(folder)).report).toMatchObject({ changedInputs: [] });
  mesh(`${liveMesh}  manifests: [route.yaml]\n  namespaces: [{ name: shop }]\n`);
  writeFileSync(
    join(folder, "route.yaml"),
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n",
  );
  expect((await statusJson(folder)).report).toMatchObject({
    changedInputs: [
      { input: "spec.namespaces", what: "changed" },
      { input: "route.yaml", what: "added" },
    ],
  });
});

test.each<[string, number | undefined, (folder: string) => void, string]>([
  ["in the row", 1, () => undefined, "meshstep promote --live live --next"],
  ["at its end", 5, () => undefined, "meshstep rebase --live live --to VERSION --write"],
  ["before it", undefined, () => undefined, "meshstep promote --live live --next"],
  ["edited by hand", 1, (folder) => writeFileSync(join(folder, "live/x"), ""), "meshstep diff --live live"],
  [
    "with another target",
    2,
    (folder) =>
      writeFileSync(join(folder, "mesh.yaml"), liveMesh.replace("v1.26.4", "v1.26.8").replace("3.1.2", "3.1.11")),
    "meshstep rebase --live live --write",
  ],
  [
    "with anything else",
    0,
    (folder) =>
      writeFileSync(
        join(folder, "mesh.yaml"),
        liveMesh.replace(/ {2}upgrade: .*/, "  namespaces: [{ name: shop, ownership: owned }]"),
      ),
    "meshstep synth --live live",
  ],
  [
    "with an output that is not what synth writes",
    1,
    (folder) => rmSync(join(folder, "out/prod/PLAN.md")),
    "meshstep synth",
  ],
])("the one command to go on with: %s", async (_, phase, prepare, command) => {
  const folder = await folderAt(phase);
  prepare(folder);
  expect((await statusJson(folder)).report).toMatchObject({ command });
});

describe("--ref: what is merged", () => {
  const status = async (repo: string, ref: string, ...more: string[]) =>
    (await runCli(["status", "--live", "live", "--ref", ref, ...more], repo)).out;

  test("phases that are not merged yet, merged ones, and the same", async () => {
    const repo = await repoAt(1);
    expect(await status(repo, "main")).toContain("\nmain:live stands at 01-operator-3.1.2\n");
    expect(JSON.parse(await status(repo, "main", "-o", "json"))).toMatchObject({
      merged: { label: "main:live", phase: "01-operator-3.1.2", ahead: 0 },
      command: "meshstep promote --live live --next",
    });
    runGit(repo, ["checkout", "--quiet", "-b", "work"]);
    await promoteIn(repo, "--next", "--commit");
    expect(await status(repo, "main")).toMatch(
      /^prod: live stands at 02-\S+\nmain:live stands at 01-operator-3\.1\.2: 1 phase here is not merged yet\n(.*\n)*go on with: git push, and merge it into main\n$/,
    );
    runGit(repo, ["checkout", "--quiet", "main"]);
    expect(await status(repo, "work")).toMatch(
      /\nwork:live stands at 02-\S+, 1 phase further: merged since\n(.*\n)*go on with: git merge work\n$/,
    );
  });

  test.each([
    ["no such ref", "nowhere", "nowhere: no such commit, branch or tag"],
    ["no such folder", "main:elsewhere", "main has no folder elsewhere"],
  ])("%s", async (_, ref, message) => {
    const repo = await repoAt(1);
    const { code, err } = await runCli(["status", "--live", "live", "--ref", ref], repo);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
