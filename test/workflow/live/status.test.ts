import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesIn } from "../../support/git";
import { runCli } from "../../support/run-cli";
import { folderAt, liveMesh, phaseDirs } from "./live-repo";

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
    out: "prod: live stands at 05-verify-v1.26.4\nnext: nothing, this is the last phase\nthe next upgrade begins with meshstep rebase --live live --to VERSION --write\nthe catalogue knows v1.26.8, a newer patch than v1.26.4: meshstep rebase --live live --to v1.26.8\nv1.26.4 is end of life from operator release 3.4.0 on\n",
    err: "",
  });
  writeFileSync(join(folder, "mesh.yaml"), liveMesh.replace("to: v1.26.4", "to: v1.30.3"));
  const { code, out, err } = await runCli(["status", "--live", "live"], folder);
  expect({ code, out }).toEqual({ code: 1, out: "prod: the plan has no phases\n" });
  expect(err).toMatch(/^error\[/);
});
