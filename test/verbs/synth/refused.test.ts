import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderAt } from "../../live/live-repo";
import { filesIn } from "../../support/git";
import { runCli } from "../../support/run-cli";

describe("folders that are somebody's", () => {
  test.each([
    ["synth --out .git", ".git: inside a .git folder, which is Git's own"],
    ["synth --out .git/out", ".git/out: inside a .git folder, which is Git's own"],
    ["synth --out live", "live: a live folder, which the GitOps engine applies"],
    ["promote --live .git --next", ".git: inside a .git folder, which is Git's own"],
    ["promote --live .git/live --next", ".git/live: inside a .git folder, which is Git's own"],
    ["status --live .git", ".git: inside a .git folder, which is Git's own"],
    ["rebase --live .git", ".git: inside a .git folder, which is Git's own"],
    ["promote --live out/prod --next", "out/prod: part of the output folder out, which only synth writes"],
  ])("%s", async (command, message) => {
    const folder = await folderAt(1);
    mkdirSync(join(folder, ".git"));
    const before = filesIn(folder);
    const { code, out, err } = await runCli(command.split(" "), folder);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(new RegExp(`^error: ${message}\n`));
    expect([filesIn(folder), readdirSync(join(folder, ".git"))]).toEqual([before, []]);
  });

  test("an empty name is none", async () => {
    const { code, err } = await runCli(["status", "--live", ""], await folderAt(1));
    expect([code, err]).toEqual([2, "error: --live is empty\n    It names the folder that the GitOps engine reads.\n"]);
  });
});

test("an output folder whose line ends Git has converted is not called stale", async () => {
  const folder = await folderAt(1);
  for (const [path, text] of filesIn(join(folder, "out"))) {
    writeFileSync(join(folder, "out", path), text.replaceAll("\n", "\r\n"));
  }
  const hint = 'Only the ends of lines differ: Git converts them here. Write "out/** -text" into .gitattributes';
  const checked = await runCli(["synth", "--check"], folder);
  expect(checked.code).toBe(1);
  expect(checked.err).toContain(hint);
  expect((await runCli(["promote", "--live", "live", "--next"], folder)).err).toContain(hint);
  writeFileSync(join(folder, "out/prod/PLAN.md"), `${readFileSync(join(folder, "out/prod/PLAN.md"), "utf8")}more\n`);
  expect((await runCli(["synth", "--check"], folder)).err).toContain("Run meshstep synth and commit the result.");
});
