import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { commitAll, promoteIn, repoAt } from "../../live/live-repo";
import { filesIn, runGit } from "../../support/git";
import { runCli } from "../../support/run-cli";

type Lose = (repo: string) => void;
const remove: Lose = (repo) => rmSync(join(repo, "live"), { recursive: true });

describe("a live folder that is gone here and that Git has", () => {
  test.each<[string, Lose, RegExp]>([
    ["removed in the work tree", remove, /git checkout HEAD -- live\b/],
    [
      "emptied",
      (repo) => {
        remove(repo);
        mkdirSync(join(repo, "live"));
      },
      /git checkout HEAD -- live\b/,
    ],
    [
      "removed in a commit, and others after it",
      (repo) => {
        remove(repo);
        commitAll(repo, "gone");
        runGit(repo, ["commit", "--quiet", "--allow-empty", "--message", "later"]);
      },
      /git checkout [0-9a-f]{12}\^ -- live\b/,
    ],
  ])("%s: nothing is begun anew, and what is said brings it back", async (_, lose, hint) => {
    const repo = await repoAt(4);
    const before = filesIn(join(repo, "live"));
    lose(repo);
    for (const way of ["--next", "--back"]) {
      const { code, err } = await promoteIn(repo, way);
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(/^refused: live is empty or missing, and Git has what it held\n/),
      ]);
      expect(err).toMatch(hint);
    }
    const status = await runCli(["status", "--live", "live"], repo);
    expect(status.out).toMatch(
      /^prod: live is empty or missing, and Git has what it held\n(?:.*\n)*go on with: git checkout /,
    );
    runGit(repo, hint.exec(status.out)?.[0].split(" ").slice(1) ?? []);
    expect(filesIn(join(repo, "live"))).toEqual(before);
  });

  test("the baseline is written to who names it", async () => {
    const repo = await repoAt(4);
    remove(repo);
    commitAll(repo, "gone");
    expect(await promoteIn(repo, "--to", "00-baseline")).toMatchObject({ code: 0 });
  });
});

test("a folder that Git never had, and a repository without a commit, begin at the baseline", async () => {
  const repo = await repoAt();
  expect(await promoteIn(repo, "--next")).toMatchObject({ code: 0 });
  rmSync(join(repo, ".git"), { recursive: true });
  remove(repo);
  runGit(repo, ["init", "--quiet"]);
  expect(await promoteIn(repo, "--next")).toMatchObject({ code: 0 });
});
