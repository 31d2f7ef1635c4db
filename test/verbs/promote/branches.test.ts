import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLiveFolder } from "../../../src/git/folder";
import { readTreeAt } from "../../../src/git/git";
import {
  addHook,
  commitAll,
  everything,
  folderAt,
  liveMesh,
  manifests,
  phaseDirs,
  promoteIn,
  repoAt,
  repoWithConflict,
} from "../../live/live-repo";
import { copyFolder } from "../../support/copy";
import { filesIn, runGit } from "../../support/git";
import { runCli } from "../../support/run-cli";

const branchOf = (phase: number): string => `meshstep/prod/${phaseDirs[phase]}`;
const lines = (text: string): string[] => text.split("\n").filter(Boolean);

describe("--commit", () => {
  test("one commit with only the live folder in it, told in full", async () => {
    const repo = await repoAt(1);
    writeFileSync(join(repo, "staged.txt"), "staged\n");
    runGit(repo, ["add", "staged.txt"]);
    writeFileSync(join(repo, "mesh.yaml"), `${liveMesh}# edited\n`);

    expect(await promoteIn(repo, "--next", "--commit")).toMatchObject({ code: 0 });
    expect(lines(runGit(repo, ["show", "--format=", "--name-only"]))).toEqual([
      "live/mesh/20-control-plane/istio-default.yaml",
      "live/mesh/95-marker/configmap-meshstep-prod.yaml",
    ]);
    expect(readTreeAt("HEAD", join(repo, "live"))).toEqual(readLiveFolder(manifests(repo, 2)));
    expect(runGit(repo, ["status", "--porcelain"])).toBe(" M mesh.yaml\nA  staged.txt\n");
    expect(runGit(repo, ["branch", "--format=%(refname:short)"])).toBe("main\n");
    expect(runGit(repo, ["log", "-1", "--format=%an <%ae>"])).toBe("A <a@example.com>\n");
    expect(runGit(repo, ["log", "-1", "--format=%(trailers:only)"])).toMatch(
      /^Meshstep-Mesh: prod\nMeshstep-Phase: 02-control-plane-v1.26.4\nMeshstep-Plan: [0-9a-f]{64}\n$/m,
    );
  });

  test("in a repository without a commit yet, in a linked worktree, and below a folder with odd characters", async () => {
    const unborn = await folderAt();
    runGit(unborn, ["init", "--quiet", "--initial-branch=main"]);
    expect(await promoteIn(unborn, "--next", "--commit")).toMatchObject({ code: 0 });
    expect(readTreeAt("main", join(unborn, "live"))).toEqual(readLiveFolder(manifests(unborn, 0)));
    expect(lines(runGit(unborn, ["ls-tree", "--name-only", "HEAD"]))).toEqual(["live"]);

    const repo = await repoAt(2);
    const linked = `${repo}/linked tree`;
    runGit(repo, ["worktree", "add", "--quiet", "-b", "linked", linked]);
    expect(await promoteIn(linked, "--next", "--commit")).toMatchObject({ code: 0 });
    expect(readTreeAt("linked", join(repo, "live"))).toEqual(readLiveFolder(manifests(repo, 3)));
    expect(readTreeAt("main", join(repo, "live"))).toEqual(readLiveFolder(manifests(repo, 2)));

    const odd = "clusters/*[a] :(top)é/live";
    expect(await runCli(["promote", "--live", odd, "--next", "--commit"], repo)).toMatchObject({ code: 0 });
    expect(await runCli(["promote", "--live", odd, "--next", "--commit", "--one-way"], repo)).toMatchObject({
      code: 0,
    });
    expect(readTreeAt("main", join(repo, odd))).toEqual(readLiveFolder(manifests(repo, 1)));
  });

  test("hooks run; one that writes to the message keeps its say", async () => {
    const repo = await repoAt(1);
    addHook(
      repo,
      "pre-commit",
      "git diff --cached --name-only > seen; git diff --cached --name-only -- '*.yaml' >> seen",
    );
    addHook(repo, "commit-msg", 'printf "Signed-off-by: Hook <h@example.com>\\n" >> "$1"');
    expect(await promoteIn(repo, "--next", "--commit")).toMatchObject({ code: 0 });
    expect(runGit(repo, ["log", "-1", "--format=%B"])).toContain("Signed-off-by: Hook");
    expect(lines(readFileSync(join(repo, "seen"), "utf8"))).toHaveLength(4);
  });
});

describe("--branch", () => {
  test("one call, one branch; the next call stacks on it", async () => {
    const repo = await repoAt(1);
    expect(await promoteIn(repo, "--next", "--branch")).toMatchObject({ code: 0 });
    expect(await promoteIn(repo, "--next", "--branch", "mine/cni")).toMatchObject({ code: 0 });
    expect(runGit(repo, ["rev-parse", "mine/cni^"])).toBe(runGit(repo, ["rev-parse", branchOf(2)]));
    expect(runGit(repo, ["rev-parse", `${branchOf(2)}^`])).toBe(runGit(repo, ["rev-parse", "main"]));
    expect(runGit(repo, ["symbolic-ref", "--short", "HEAD"])).toBe("mine/cni\n");
  });

  test("--all makes the whole stack and checks out again what was checked out", async () => {
    const repo = await repoAt();
    writeFileSync(join(repo, "mine.txt"), "not committed");
    const before = filesIn(repo);
    const { code, out, err } = await promoteIn(repo, "--branch", "--all", "--one-way");
    expect({ code, err }).toEqual({
      code: 0,
      err: `prod: 6 branches, each on top of the one before, from 00-baseline to 05-verify-v1.26.4; what was checked out is checked out again
  Merge them one by one: what PHASE.md of a phase asks for must hold before the next one reaches live.
`,
    });
    expect(out.match(/^branch {3}.*$/gm)).toEqual(phaseDirs.map((_, phase) => `branch   ${branchOf(phase)}`));
    expect(filesIn(repo)).toEqual(before);
    expect(runGit(repo, ["symbolic-ref", "HEAD"])).toBe("refs/heads/main\n");
    expect(lines(runGit(repo, ["log", "--reverse", "--format=%s", `main..${branchOf(5)}`]))).toEqual(
      phaseDirs.map((dir) => `mesh prod: ${dir}`),
    );
    for (const [phase] of phaseDirs.entries()) {
      expect(readTreeAt(branchOf(phase), join(repo, "live"))).toEqual(readLiveFolder(manifests(repo, phase)));
    }
  });

  test("from a detached HEAD, as in CI: that commit is checked out again", async () => {
    const repo = await repoAt(3);
    runGit(repo, ["checkout", "--quiet", "--detach"]);
    const head = runGit(repo, ["rev-parse", "HEAD"]);
    expect(await promoteIn(repo, "--branch", "--all")).toMatchObject({ code: 0 });
    expect(runGit(repo, ["rev-parse", "HEAD"])).toBe(head);
    expect(runGit(repo, ["branch", "--show-current"])).toBe("");
    expect(runGit(repo, ["rev-parse", `${branchOf(5)}~2`])).toBe(head);
  });
});

describe("a failure on the way leaves files, index, HEAD and branches as they were", () => {
  const failing: readonly [string, (repo: string) => void, readonly string[], RegExp][] = [
    [
      "pre-commit says no",
      (repo) => addHook(repo, "pre-commit", "echo 'no commits on a Friday'; exit 1"),
      ["--next", "--commit"],
      /^error: git commit: no commits on a Friday\n {4}Nothing was committed, and the live folder is as it was\.\n$/,
    ],
    [
      "commit-msg says no, on a branch of its own",
      (repo) => addHook(repo, "commit-msg", "echo 'no ticket' >&2; exit 1"),
      ["--next", "--branch"],
      /^error: git commit: no ticket\n/,
    ],
    [
      "a hook says no to the third branch of a stack",
      (repo) =>
        addHook(
          repo,
          "pre-commit",
          "grep -q ' phase: 04' live/mesh/95-marker/configmap-*.yaml && { echo 'not 04'; exit 1; }; exit 0",
        ),
      ["--branch", "--all"],
      /^error: git commit: not 04\n/,
    ],
    [
      "somebody has had enough of the hook",
      (repo) => addHook(repo, "pre-commit", "kill -INT $PPID; exit 1"),
      ["--next", "--branch"],
      /^error: git commit: ended by SIGINT\n/,
    ],
    [
      "a hook edits the folder, stages what it did, and says no",
      (repo) =>
        addHook(repo, "pre-commit", "echo '# x' >> live/kustomization.yaml; echo > live/new; git add live; exit 1"),
      ["--next", "--commit"],
      /^error: git commit: failed without a word\n/,
    ],
    [
      "a hook formats what is committed",
      (repo) =>
        addHook(repo, "pre-commit", "sed -i 's/^# Do not edit.*//' live/mesh/20-control-plane/*.yaml; git add live"),
      ["--next", "--commit"],
      /^error: live\/mesh\/20-control-plane\/istio-default\.yaml: a hook or a filter of Git changed it while it was committed\n {4}A phase is committed byte for byte: leave live out of that hook\. The commit was taken back\.\n$/,
    ],
    [
      "a hook formats the files after they were staged",
      (repo) => addHook(repo, "post-commit", "echo '# formatted' >> live/kustomization.yaml"),
      ["--next", "--branch"],
      /^error: live\/kustomization\.yaml: a hook or a filter/,
    ],
    [
      "post-checkout says no",
      (repo) => addHook(repo, "post-checkout", "echo 'stay here' >&2; exit 1"),
      ["--next", "--branch"],
      /^error: git checkout: stay here\n$/,
    ],
    [
      "another git is at work",
      (repo) => writeFileSync(join(repo, ".git/index.lock"), ""),
      ["--next", "--commit"],
      /^error: git add: fatal: Unable to create '.*index\.lock': File exists\./,
    ],
    [
      "git does not know who commits",
      () => {
        process.env["GIT_COMMITTER_NAME"] = "<";
      },
      ["--next", "--commit"],
      /^error: git commit: fatal: name consists only of disallowed characters/,
    ],
  ];

  afterEach(() => {
    process.env["GIT_COMMITTER_NAME"] = "A";
  });

  test.each(failing)("%s", async (_, prepare, words, message) => {
    const repo = await repoAt(1);
    writeFileSync(join(repo, "staged.txt"), "staged\n");
    runGit(repo, ["add", "staged.txt"]);
    prepare(repo);
    const before = everything(repo);
    const { code, out, err } = await promoteIn(repo, ...words);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(everything(repo)).toEqual(before);
  });

  test("the first commit of a repository is taken back too", async () => {
    const repo = await folderAt();
    runGit(repo, ["init", "--quiet", "--initial-branch=main"]);
    mkdirSync(join(repo, "live"));
    addHook(repo, "post-commit", "echo >> live/kustomization.yaml");
    expect(await promoteIn(repo, "--next", "--commit")).toMatchObject({ code: 2 });
    expect(runGit(repo, ["ls-files"])).toBe("");
    expect(runGit(repo, ["for-each-ref"])).toBe("");
    expect(readLiveFolder(join(repo, "live")).size).toBe(0);
  });
});

describe("a stack that is there already", () => {
  const tips = (repo: string) =>
    new Map(
      lines(runGit(repo, ["for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads/meshstep"])).map(
        (line) => line.split(" ") as [string, string],
      ),
    );
  const stacked = async () => {
    const repo = await repoAt(1);
    expect(await promoteIn(repo, "--branch", "--all")).toMatchObject({ code: 0 });
    return repo;
  };

  test("keeps its commits where nothing is new", async () => {
    const repo = await stacked();
    const before = everything(repo);
    const { code, out, err } = await promoteIn(repo, "--branch", "--all");
    expect([code, out.includes("anew"), err.includes("--force-with-lease")]).toEqual([0, false, false]);
    expect(everything(repo)).toEqual(before);
  });

  test("is made anew on top of what main holds by now", async () => {
    const repo = await stacked();
    const before = tips(repo);
    writeFileSync(join(repo, "README"), "more\n");
    commitAll(repo, "more");
    const { code, out, err } = await promoteIn(repo, "--branch", "--all");
    expect(code).toBe(0);
    for (const [branch, tip] of before) expect(out).toContain(`branch   ${branch}, anew; it was ${tip.slice(0, 12)}\n`);
    expect(err).toContain("git push --force-with-lease");
    for (const branch of before.keys()) expect(runGit(repo, ["show", `${branch}:README`])).toBe("more\n");
    expect(runGit(repo, ["symbolic-ref", "--short", "HEAD"])).toBe("main\n");
  });

  test("names the branches of a row that is no more", async () => {
    const repo = await stacked();
    runGit(repo, ["branch", "meshstep/prod/07-of-an-earlier-row", branchOf(3)]);
    runGit(repo, ["branch", "meshstep/prod/mine", "main"]);
    const { err } = await promoteIn(repo, "--branch", "--all");
    expect(err).toContain(
      "Of no use any more, with their pull requests: meshstep/prod/07-of-an-earlier-row (git branch -D).",
    );
  });

  test("is left alone where somebody else's commit lies on it, where a commit of it was changed, and where it is checked out", async () => {
    const repo = await stacked();
    runGit(repo, ["checkout", "--quiet", branchOf(3)]);
    writeFileSync(join(repo, "live/mesh/note.yaml"), "");
    commitAll(repo, "a note");
    runGit(repo, ["checkout", "--quiet", branchOf(5)]);
    writeFileSync(join(repo, "README"), "more\n");
    runGit(repo, ["add", "README"]);
    runGit(repo, ["commit", "--quiet", "--amend", "--no-edit"]);
    runGit(repo, ["checkout", "--quiet", "main"]);
    runGit(repo, ["worktree", "add", "--quiet", `${repo}/linked`, branchOf(2)]);
    const before = tips(repo);
    const { code, out, err } = await promoteIn(repo, "--branch", "--all");
    expect([code, out]).toEqual([1, ""]);
    expect(err.replace(/commit [0-9a-f]+/g, "commit ID")).toBe(
      [
        "refused: branches are there already, and not only promote's",
        `  ${branchOf(2)}: checked out in ${repo}/linked`,
        `  ${branchOf(3)}: commit ID on it is not promote's`,
        `  ${branchOf(5)}: commit ID on it changes more than the live folder`,
        "  Delete what is done with, or give another name with --branch NAME.",
        "",
      ].join("\n"),
    );
    expect(tips(repo)).toEqual(before);
  });

  test("is as it was when a hook refuses half way", async () => {
    const repo = await stacked();
    writeFileSync(join(repo, "README"), "more\n");
    commitAll(repo, "more");
    const before = everything(repo);
    addHook(repo, "commit-msg", "! grep -q 04-ztunnel $1");
    expect(await promoteIn(repo, "--branch", "--all")).toMatchObject({ code: 2, out: "" });
    rmSync(join(repo, ".git/hooks/commit-msg"));
    expect(everything(repo)).toEqual(before);
  });
});

describe("refused: exit 1, what to do, and nothing touched", () => {
  const refused: readonly [string, number | undefined, (repo: string) => void, readonly string[], string][] = [
    [
      "a detached HEAD",
      1,
      (repo) => runGit(repo, ["checkout", "--quiet", "--detach"]),
      ["--next", "--commit"],
      "HEAD is detached: a commit would belong to no branch\n  Check out a branch first, or make one with --branch.\n",
    ],
    [
      "a dirty tree: the phase was written but not committed",
      undefined,
      (repo) => copyFolder(manifests(repo, 0), join(repo, "live")),
      ["--next", "--one-way"],
      "live holds what is not committed yet: 12 files\n  live/kustomization.yaml\n",
    ],
    [
      "a dirty tree: staged, and put back in the folder",
      1,
      (repo) => {
        writeFileSync(join(repo, "live/kustomization.yaml"), "");
        runGit(repo, ["add", "live"]);
        copyFolder(manifests(repo, 1), join(repo, "live"));
      },
      ["--next", "--commit"],
      "live holds what is not committed yet: 1 file\n  live/kustomization.yaml\n  Commit it, or take it back with git restore --staged --worktree -- live (new files: git clean).\n",
    ],
    [
      "a dirty tree: the folder was removed",
      1,
      (repo) => rmSync(join(repo, "live"), { recursive: true }),
      ["--next", "--commit"],
      "live is empty or missing, and Git has what it held\n  Put it back: git checkout HEAD -- live.",
    ],
    [
      "an ignored folder",
      undefined,
      (repo) => {
        writeFileSync(join(repo, ".gitignore"), "95-marker/\n");
        commitAll(repo, "ignore");
      },
      ["--next", "--commit"],
      "Git is told to ignore 2 files of live\n  live/mesh/95-marker/configmap-meshstep-prod.yaml\n  live/mesh/95-marker/kustomization.yaml\n  git check-ignore -v live/mesh/95-marker/configmap-meshstep-prod.yaml says where; take live out of it.\n",
    ],
    [
      "a branch that is there",
      1,
      (repo) => runGit(repo, ["branch", branchOf(2)]),
      ["--next", "--branch"],
      `a branch is there already, and not only promote's\n  ${branchOf(2)}: commit `,
    ],
    [
      "a branch of the stack that is there",
      1,
      (repo) => runGit(repo, ["branch", branchOf(4)]),
      ["--branch", "--all"],
      `a branch is there already, and not only promote's\n  ${branchOf(4)}: commit `,
    ],
    [
      "a one-way phase in the stack",
      0,
      () => undefined,
      ["--branch", "--all"],
      "01-operator-3.1.2 is one way: OLM has no operator downgrade",
    ],
  ];

  test.each(refused)("%s", async (_, phase, prepare, words, message) => {
    const repo = await repoAt(phase);
    prepare(repo);
    const before = everything(repo);
    const { code, out, err } = await promoteIn(repo, ...words);
    expect(err.slice(0, "refused: ".length + message.length)).toBe(`refused: ${message}`);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(everything(repo)).toEqual(before);
  });

  test("a branch where there is no commit yet", async () => {
    const repo = await folderAt();
    runGit(repo, ["init", "--quiet"]);
    const { code, err } = await promoteIn(repo, "--next", "--branch");
    expect({ code, err }).toEqual({
      code: 1,
      err: "refused: the repository has no commit yet, so a branch has nothing to be compared with\n  Make the first commit with --commit alone.\n",
    });
    expect(filesIn(repo).has("live/kustomization.yaml")).toBe(false);
  });

  test.each([
    ["rebase", ["rebase", "--quiet", "other"]],
    ["merge", ["merge", "--quiet", "other"]],
    ["cherry-pick", ["cherry-pick", "other"]],
    ["revert", ["revert", "--no-edit", "other"]],
  ])("a %s under way", async (what, words) => {
    const repo = await repoWithConflict();
    expect(() => runGit(repo, words)).toThrow();
    const before = everything(repo);
    for (const record of ["--commit", "--branch"]) {
      expect(await promoteIn(repo, "--next", record)).toEqual({
        code: 1,
        out: "",
        err: `refused: git ${what} is under way in this repository; a commit now would become part of it\n  Finish it, or end it with git ${what} --abort.\n`,
      });
    }
    expect(everything(repo)).toEqual(before);
  });

  test.each<[string, string, (repo: string) => void]>([
    [
      "a row of picks, one of which was committed by hand",
      "git cherry-pick is under way in this repository; a commit now would become part of it\n  Finish it, or end it with git cherry-pick --abort.",
      (repo) => {
        mkdirSync(join(repo, ".git/sequencer"));
        writeFileSync(join(repo, ".git/sequencer/todo"), "pick 0123456 one\n");
      },
    ],
    [
      "a row of reverts",
      "git revert is under way in this repository; a commit now would become part of it\n  Finish it, or end it with git revert --abort.",
      (repo) => {
        mkdirSync(join(repo, ".git/sequencer"));
        writeFileSync(join(repo, ".git/sequencer/todo"), "revert 0123456 one\n");
      },
    ],
    [
      "patches from mails",
      "git am is under way in this repository; a commit now would become part of it\n  Finish it, or end it with git am --abort.",
      (repo) => {
        mkdirSync(join(repo, ".git/rebase-apply"));
        writeFileSync(join(repo, ".git/rebase-apply/applying"), "");
      },
    ],
    [
      "a bisect",
      "git bisect is under way in this repository; a commit now would become part of it\n  Finish it, or end it with git bisect reset.",
      (repo) => void runGit(repo, ["bisect", "start"]),
    ],
  ])("%s", async (_, message, begin) => {
    const repo = await repoAt(1);
    begin(repo);
    const before = everything(repo);
    for (const record of ["--commit", "--branch"]) {
      expect(await promoteIn(repo, "--next", record)).toEqual({ code: 1, out: "", err: `refused: ${message}\n` });
    }
    expect(everything(repo)).toEqual(before);
  });
});

describe("broken: exit 2, and nothing touched", () => {
  const commit = ["--next", "--commit"];

  test("no repository", async () => {
    const folder = await folderAt(1);
    const before = filesIn(folder);
    expect(await promoteIn(folder, ...commit)).toEqual({
      code: 2,
      out: "",
      err: "error: live: not in a Git repository\n    Run git init there, or name another folder.\n",
    });
    expect(filesIn(folder)).toEqual(before);
  });

  test("what cannot be tidied up is not called untouched", async () => {
    const repo = await repoAt(1);
    addHook(repo, "pre-commit", "rm -r live; echo > live; exit 1");
    const { code, err } = await promoteIn(repo, ...commit);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: git commit: failed without a word\n {2}and tidying up failed: /);
    expect(err).toContain("So it is half done: see git status");
    expect(err).not.toContain("as it was");
  });

  test("no git program; without --commit none is needed", async () => {
    const repo = await repoAt(1);
    const before = filesIn(repo);
    const path = process.env["PATH"];
    process.env["PATH"] = "/nonexistent";
    try {
      expect(await promoteIn(repo, ...commit)).toEqual({
        code: 2,
        out: "",
        err: "error: git is not installed, or not in PATH\n    This needs the git program.\n",
      });
      expect(filesIn(repo)).toEqual(before);
      expect(await promoteIn(repo, "--next")).toMatchObject({ code: 0 });
    } finally {
      process.env["PATH"] = path;
    }
  });

  test("a bare repository, and the inside of one that is not", async () => {
    const bare = await folderAt(1);
    runGit(bare, ["init", "--quiet", "--bare"]);
    const { code, err } = await promoteIn(bare, "--next");
    expect({ code, err }).toEqual({
      code: 2,
      err: "error: live: a bare Git repository; there are no files to work on\n    Work in a clone of it.\n",
    });
    const repo = await repoAt(1);
    const inside = await runCli(["promote", "--live", ".git/live", ...commit], repo);
    expect(inside).toMatchObject({
      code: 2,
      err: expect.stringContaining("error: .git/live: inside a .git folder, which is Git's own"),
    });
  });

  test("a live folder that is the whole repository", async () => {
    const root = await folderAt();
    mkdirSync(join(root, "live"));
    runGit(join(root, "live"), ["init", "--quiet"]);
    const { code, err } = await promoteIn(root, ...commit);
    expect({ code, err }).toEqual({
      code: 2,
      err: "error: live: the root of a Git repository\n    A live folder is a folder of its own inside the repository: promote replaces all that is in it.\n",
    });
  });

  test("a name that cannot be a branch", async () => {
    const repo = await repoAt(1);
    const before = everything(repo);
    const { code, err } = await promoteIn(repo, "--next", "--branch", "a..b");
    expect({ code, err }).toEqual({
      code: 2,
      err: "error: git checkout: fatal: 'a..b' is not a valid branch name\n",
    });
    expect(everything(repo)).toEqual(before);
  });
});
