import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asGiven } from "../../src/cli/own-commands";
import { folderAt, liveMesh } from "../live/live-repo";
import { runCli } from "../support/run-cli";

const given = { file: ["meshes/dev/mesh.yaml"], live: "live/dev", out: "out" };

test.each([
  [
    "meshstep rebase --live live/dev --to v1.28.10",
    "meshstep rebase -f meshes/dev/mesh.yaml --live live/dev --to v1.28.10",
  ],
  ["Run meshstep synth and commit the result.", "Run meshstep synth -f meshes/dev/mesh.yaml and commit the result."],
  ["meshstep verify --back asks them.", "meshstep verify -f meshes/dev/mesh.yaml --live live/dev --back asks them."],
  ["meshstep status --live x -f <mesh.yaml of b>", "meshstep status --live x -f <mesh.yaml of b>"],
  [
    "meshstep rebase --live live/dev --write, then meshstep synth.",
    "meshstep rebase -f meshes/dev/mesh.yaml --live live/dev --write, then meshstep synth -f meshes/dev/mesh.yaml.",
  ],
  ["see meshstep explain SNAP001, or meshstep adopt .", "see meshstep explain SNAP001, or meshstep adopt ."],
])("%s", (text, expected) => expect(asGiven(text, given)).toBe(expected));

test("what was not given is not named, and another output folder is, as the shell reads it", () => {
  expect(asGiven("meshstep promote --next", { file: [] })).toBe("meshstep promote --next");
  expect(asGiven("meshstep synth", { file: ["a b.yaml"], out: "plans" })).toBe(
    "meshstep synth -f 'a b.yaml' --out plans",
  );
});

test("status of a mesh.yaml elsewhere: each command that it prints reads the same", async () => {
  const folder = await folderAt(1);
  mkdirSync(join(folder, "meshes"));
  rmSync(join(folder, "mesh.yaml"));
  writeFileSync(join(folder, "meshes/prod.yaml"), liveMesh);
  renameSync(join(folder, "out"), join(folder, "plans"));
  const where = ["-f", "meshes/prod.yaml", "--live", "live", "--out", "plans"];
  const { out } = await runCli(["status", ...where], folder);
  const commands = out.match(/meshstep (?:rebase|promote) .*/g) ?? [];
  expect(commands).toHaveLength(2);
  for (const one of commands) {
    const { code } = await runCli(one.split(" ").slice(1), folder);
    expect([one, code]).toEqual([one, 0]);
  }
});
