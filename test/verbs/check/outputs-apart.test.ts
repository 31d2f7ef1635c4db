import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { repoRoot } from "../../support/examples";

const cwd = mkdtempSync(join(tmpdir(), "outputs-"));
afterAll(() => rmSync(cwd, { recursive: true }));

test("meshes that are checked one after the other are said to be what they are together", () => {
  for (const name of ["prod-east", "prod-sidecar", "prod-tag"]) {
    cpSync(join(repoRoot, "out", name), join(cwd, "out", name), { recursive: true });
  }
  const wrong = join(cwd, "out/prod-sidecar/phases/00-baseline/manifests/mesh/20-control-plane/istio-default.yaml");
  writeFileSync(wrong, readFileSync(wrong, "utf8").replace(/^ {2}version: .*$/m, "  version: v9.9.9"));
  writeFileSync(join(cwd, "out/prod-tag/phases/00-baseline/manifests/broken.yaml"), "apiVersion: v1\nkind: [\n");
  const apart = checkPaths(["out"], { acceptedJumps: [] }, { cwd });
  // A file beside them may belong to any of them, so that all are read.
  writeFileSync(join(cwd, "out/beside.yaml"), "a: 1\n");
  const together = checkPaths(["out"], { acceptedJumps: [] }, { cwd });
  expect(apart).toEqual(together);
  expect(apart.findings.length).toBeGreaterThan(0);
  expect(apart.broken).toHaveLength(1);
});

test("between two states of a repository, what synth wrote is no mesh beside the one that is applied", () => {
  const [before, after] = ["before", "after"].map((state, index) => {
    const out = join(repoRoot, "out/prod-sidecar");
    const dir = readdirSync(join(out, "phases")).sort()[index] ?? "";
    cpSync(out, join(cwd, state, "out/prod-sidecar"), { recursive: true });
    cpSync(join(out, "phases", dir, "manifests"), join(cwd, state, "live"), { recursive: true });
    return state;
  }) as [string, string];
  const { findings, notes } = checkTransition({ from: before, to: [after] }, { acceptedJumps: [] }, { cwd });
  expect(findings.filter(({ rule }) => ["DUP001", "DEL003"].includes(rule))).toEqual([]);
  expect(notes.filter((note) => note.includes("not compared"))).toEqual([
    "not compared: after/out/prod-sidecar, which synth wrote: meshstep synth --check holds it to mesh.yaml",
  ]);
  expect(notes.filter((note) => note.includes("phases"))).toEqual([]);
});
