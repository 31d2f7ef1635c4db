import "../support/git-env";
import { symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLiveFolder } from "../../src/git/folder";
import { git, readTreeAt, repositoryIfAny, repositoryOf } from "../../src/git/git";
import { commitAll } from "../live/live-repo";
import { folderWith, inputErrorOf } from "../support/folder";
import { runGit } from "../support/git";

const repo = folderWith({ "clusters/*[a]/live/mesh/ä.yaml": "ä\r\n", "clusters/*[a]/live/b.yaml": "", other: "o" });
const gitDir = join(repo, ".git");
const live = join(repo, "clusters/*[a]/live");

beforeAll(() => {
  runGit(repo, ["init", "--quiet", "--initial-branch=main"]);
  writeFileSync(join(live, "bytes.yaml"), Buffer.from([0xff, 0x0a, 0x00]));
  commitAll(repo, "start");
  runGit(repo, ["tag", "-m", "v1", "v1"]);
});

test("a commit's folder reads like the folder itself", () => {
  for (const ref of ["main", "v1", "HEAD", runGit(repo, ["rev-parse", "HEAD"]).trim()]) {
    expect(readTreeAt(ref, live)).toEqual(readLiveFolder(live));
  }
  expect(readTreeAt("main", join(repo, "clusters/x/live")).size).toBe(0);
});

test("the repository around a path that need not be there", () => {
  expect(repositoryOf(live)).toEqual({ root: repo, gitDir, prefix: "clusters/*[a]/live" });
  expect(repositoryOf(repo)).toEqual({ root: repo, gitDir, prefix: "" });
  expect(repositoryOf(join(repo, "new/live"))).toEqual({ root: repo, gitDir, prefix: "new/live" });
  expect(repositoryIfAny(folderWith({}))).toBeUndefined();
});

test("from inside a hook, it is still the repository around the path", () => {
  const hook = { GIT_DIR: "/nonexistent/.git", GIT_INDEX_FILE: ".git/next-index.lock", GIT_PREFIX: "x/" };
  Object.assign(process.env, hook);
  try {
    expect(repositoryOf(live)).toEqual({ root: repo, gitDir, prefix: "clusters/*[a]/live" });
  } finally {
    for (const name of Object.keys(hook)) delete process.env[name];
  }
});

test.each([["gone"], ["--all"], ["main^{tree}"], [""]])("no commit: %s", (ref) => {
  expect(inputErrorOf(() => readTreeAt(ref, live))).toMatch(
    `${ref}: no such commit, branch or tag in ${repo}\n  In CI, fetch it first.`,
  );
});

test("links and large files in a commit are refused, by name", () => {
  symlinkSync("b.yaml", join(live, "link.yaml"));
  commitAll(repo, "link");
  expect(inputErrorOf(() => readTreeAt("main", live))).toMatch(
    /^main:clusters\/\*\[a\]\/live\/link\.yaml: a symbolic link\n/,
  );
  runGit(repo, ["rm", "--quiet", "--", ":(literal)clusters/*[a]/live/link.yaml"]);
  writeFileSync(join(live, "big.yaml"), "");
  truncateSync(join(live, "big.yaml"), 10 * 1024 * 1024 + 1);
  commitAll(repo, "big");
  expect(inputErrorOf(() => readTreeAt("main", live))).toMatch(/^main:big\.yaml: larger than 10 MiB/);
});

test("git's own words", () => {
  expect(inputErrorOf(() => git(repo, ["no-such-thing"]))).toMatch(
    /^git no-such-thing: git: 'no-such-thing' is not a git command/,
  );
});

test("a folder that belongs to somebody else is git's to judge", () => {
  process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1";
  try {
    expect(inputErrorOf(() => repositoryIfAny(live))).toMatch(/^git rev-parse: fatal: detected dubious ownership/);
  } finally {
    delete process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"];
  }
});
