import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partSeparator } from "../../src/cli/reporters/comment-parts";
import { brokenMarkdown } from "../support/comments";
import { copyFolder } from "../support/copy";
import { folderWith } from "../support/folder";
import { filesIn, runGit } from "../support/git";
import { type CliResult, runCli } from "../support/run-cli";

/*
 * A repository as users have one: mesh.yaml, out/ and a live folder that stands at phase 1. What needs no Git is in stories/diff.md.
 */

const mesh = (name: string) => `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: ${name} }
spec:
  distribution: openshift
  dataPlane: ambient
  version: v1.28.4
  operator: { release: 3.3.1 }
  upgrade: { to: v1.28.5 }
  namespaces: [{ name: bookinfo }]
`;

const dirs = ["00-baseline", "01-control-plane-v1.28.5", "02-cni-v1.28.5", "03-ztunnel-v1.28.5", "04-verify-v1.28.5"];
const root = folderWith({ "mesh.yaml": mesh("prod") });
const manifests = (phase: number, name = "prod") => join(root, "out", name, "phases", dirs[phase] ?? "", "manifests");
const live = join(root, "live/prod");
const cni = "mesh/30-cni/istiocni-default.yaml";

const diff = (...argv: string[]): Promise<CliResult> => runCli(["diff", ...argv], root);

/** Makes the live folder that of a phase, and nothing else. */
function standAt(phase: number): void {
  rmSync(live, { recursive: true, force: true });
  copyFolder(manifests(phase), live);
}

beforeAll(async () => {
  expect((await runCli(["synth"], root)).code).toBe(0);
  runGit(root, ["init", "--quiet", "--initial-branch=main"]);
  standAt(1);
  runGit(root, ["add", "."]);
  runGit(root, ["commit", "--quiet", "-m", "phase 1"]);
});

beforeEach(() => standAt(1));

describe("git apply", () => {
  const apply = (cwd: string, patch: string, ...args: string[]) => {
    runGit(cwd, ["apply", "--check", ...args], patch);
    runGit(cwd, ["apply", ...args], patch);
  };

  test("takes the diff of a live folder as it is", async () => {
    const { code, out, err } = await diff("--live", "live/prod");
    expect([code, err]).toEqual([1, `prod: live/prod (at ${dirs[1]}) -> ${dirs[2]}\n`]);
    expect(out).toContain(`--- a/live/prod/${cni}\n`);
    apply(root, out);
    expect(filesIn(live)).toEqual(filesIn(manifests(2)));
    expect(await diff("--live", "live/prod", "2")).toMatchObject({ code: 0, out: "" });
  });

  test("takes it from a folder below the root, too", async () => {
    const below = join(root, "live");
    const { out } = await runCli(["diff", "-f", "../mesh.yaml", "--live", "prod", "3"], below);
    apply(below, out);
    expect(filesIn(live)).toEqual(filesIn(manifests(3)));
  });

  test("takes the diff of phases with the live folder's name", async () => {
    apply(root, (await diff("1", "4")).out, "--directory=live/prod");
    expect(filesIn(live)).toEqual(filesIn(manifests(4)));
  });

  test("takes the diffs of the whole row, one after the other", async () => {
    standAt(0);
    const { out } = await diff();
    expect(out.match(/^# prod: /gm)?.length).toBe(4);
    apply(root, out, "--directory=live/prod");
    expect(filesIn(live)).toEqual(filesIn(manifests(4)));
  });

  test("puts right what was edited by hand, in a folder outside of any repository", async () => {
    const outside = folderWith({ "prod/READ ME.md": "mine" });
    copyFolder(manifests(1), join(outside, "prod"));
    rmSync(join(outside, "prod", cni));
    const { out, err } = await diff("--live", join(outside, "prod"));
    expect(err).toContain(`(at no phase; nearest ${dirs[1]}, 2 files differ) -> ${dirs[1]}\n`);
    apply(join(outside, "prod"), out);
    expect(filesIn(join(outside, "prod"))).toEqual(filesIn(manifests(1)));
  });
});

describe("--ref", () => {
  test("reads the folder as the commit has it, whatever is in the work tree", async () => {
    standAt(3);
    for (const ref of ["main:live/prod", "HEAD:./live/prod/"]) {
      expect(await diff("--ref", ref)).toMatchObject({
        code: 1,
        err: `prod: ${ref} (at ${dirs[1]}) -> ${dirs[2]}\n`,
      });
    }
  });

  test("takes the folder of --live when it names none, even when that is not there", async () => {
    rmSync(live, { recursive: true });
    const { code, err } = await diff("--ref", "main", "--live", "live/prod", "--next", "-o", "summary");
    expect([code, err]).toEqual([1, `prod: main:live/prod (at ${dirs[1]}) -> ${dirs[2]}\n`]);
  });

  test.each([
    ["no-such-branch:live/prod", "no-such-branch: no such commit, branch or tag"],
    ["--help:live/prod", "--help: no such commit, branch or tag"],
    ["main:live/other", "main has no folder live/other"],
    ["main:mesh.yaml", "main has no folder mesh.yaml"],
    ["main:", "--ref main:: which folder?"],
  ])("%s is refused", async (ref, message) => {
    const { code, out, err } = await diff(`--ref=${ref}`);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  test("without git it says so; phases and live folders need none", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = join(root, "nowhere");
    try {
      const { code, err } = await diff("--ref", "main:live/prod");
      expect([code, err]).toEqual([2, expect.stringContaining("git is not installed")]);
      expect((await diff("--live", "live/prod")).code).toBe(1);
      expect((await diff("1")).code).toBe(1);
    } finally {
      process.env["PATH"] = path;
    }
  });
});

describe("a live folder that was edited by hand", () => {
  beforeEach(() => {
    writeFileSync(join(live, cni), "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default\n");
    writeFileSync(join(live, "logo.png"), Buffer.from([0x89, 0x50, 0xff, 0x00]));
  });

  test("is compared with the nearest phase, or with --next the one after that", async () => {
    expect((await diff("--live", "live/prod", "-o", "summary")).err).toMatch(
      /2 files differ\) -> 01-control-plane-v1.28.5\n/,
    );
    expect((await diff("--live", "live/prod", "--next", "-o", "summary")).err).toMatch(
      /2 files differ\) -> 02-cni-v1.28.5\n/,
    );
  });

  test("what cannot be read is said on stderr, and nothing else stops", async () => {
    const { code, out, err } = await diff("--live", "live/prod", "-o", "summary");
    expect([code, out]).toEqual([1, "IstioCNI/default: added\nfile logo.png: removed\n"]);
    expect(err).toMatch(/^warning: mesh\/30-cni\/istiocni-default\.yaml:\d+:\d+: not YAML: .*; not among the objects/m);
    expect(err).toContain("warning: logo.png: not UTF-8 text; no patch can carry it\n");
  });

  test("is what JSON says for CI", async () => {
    const { out } = await diff("--live", "live/prod", "-o", "json");
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      mesh: "prod",
      from: "live/prod",
      to: dirs[1],
      changed: true,
      standing: {
        at: "no phase",
        nearest: dirs[1],
        edits: [
          { file: "logo.png", what: "added" },
          { file: cni, what: "changed" },
        ],
      },
      files: [
        { path: "logo.png", change: "removed", textOnly: true },
        { path: cni, change: "changed", textOnly: false },
      ],
    });
  });
});

test("an empty live folder is compared with the baseline", async () => {
  rmSync(live, { recursive: true });
  mkdirSync(live, { recursive: true });
  expect((await diff("--live", "live/prod")).err).toBe("prod: live/prod (empty) -> 00-baseline\n");
});

test("a live folder that an earlier plan left stands where it stood, and says so", async () => {
  const request = "{ name: r, from: { namespace: a, serviceAccount: b }, url: http://c/, expect: { status: 200 } }";
  writeFileSync(join(root, "other.yaml"), `${mesh("prod")}  verify: { requests: [${request}] }\n`);
  const { code, err, out } = await diff("-f", "other.yaml", "--live", "live/prod", "-o", "markdown");
  expect([code, err]).toEqual([1, `prod: live/prod (at ${dirs[1]} of an earlier plan) -> ${dirs[2]}\n`]);
  expect(out).toContain("> `live/prod` was left there by an earlier plan of this mesh.");
});

describe("-o markdown", () => {
  test("one comment for what was asked, with a marker that does not change", async () => {
    const { out } = await diff("--live", "live/prod", "-o", "markdown");
    expect(out.startsWith("<!-- meshstep:diff mesh=prod part=1 -->\n## prod: phase 2 of 4, CNI v1.28.5\n")).toBe(true);
    expect(out.split("\n")).not.toContain(partSeparator);
    expect(brokenMarkdown(out)).toEqual([]);
    expect(await diff("--live", "live/prod", "-o", "markdown", "--part", "1")).toMatchObject({ code: 1, out });
  });

  test("a comment for each phase of the row, apart from each other", async () => {
    const comments = (await diff("-o", "markdown")).out.split(`${partSeparator}\n`);
    expect(comments.map((comment) => comment.split("\n")[0])).toEqual(
      [1, 2, 3, 4].map((phase) => `<!-- meshstep:diff mesh=prod phase=${phase} part=1 -->`),
    );
  });

  test("parts of a large one, one by one or together", async () => {
    const lines = Array.from({ length: 4000 }, (_, index) => `# ${index} ${"x".repeat(40)}\n`).join("");
    writeFileSync(join(live, "large.yaml"), lines);
    const all = await diff("--live", "live/prod", "-o", "markdown");
    const parts = all.out.split(`${partSeparator}\n`);
    expect(parts.length).toBeGreaterThan(2);
    for (const [index, part] of parts.entries()) {
      expect(part).toContain(`_Part ${index + 1} of ${parts.length}`);
      expect(part.length).toBeLessThanOrEqual(65_536);
      const alone = await diff("--live", "live/prod", "-o", "markdown", "--part", String(index + 1));
      expect(alone.out).toBe(part);
    }
    const missing = await diff("--live", "live/prod", "-o", "markdown", "--part", String(parts.length + 1));
    expect(missing).toMatchObject({ code: 2, out: "" });
  });

  test("nothing differs: a comment that says so, and 0", async () => {
    const { code, out } = await diff("--live", "live/prod", "1", "-o", "markdown");
    expect(code).toBe(0);
    expect(out).toContain("Nothing differs between `live/prod` and `01-control-plane-v1.28.5`.");
  });
});

describe("several meshes", () => {
  const both = ["-f", "mesh.yaml", "-f", "west.yaml"];

  beforeAll(() => writeFileSync(join(root, "west.yaml"), mesh("west")));

  test("the marker of the live folder says which one is meant", async () => {
    const { code, err } = await diff(...both, "--live", "live/prod");
    expect([code, err]).toEqual([1, `prod: live/prod (at ${dirs[1]}) -> ${dirs[2]}\n`]);
  });

  test("a folder without a marker is refused, and says what to do", async () => {
    rmSync(join(live, "mesh/95-marker"), { recursive: true });
    const { code, out, err } = await diff(...both, "--live", "live/prod");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("There are prod, west");
    expect(err).toContain("with -f");
  });

  test("phases of each, with their titles", async () => {
    const { out } = await diff(...both, "0", "-o", "summary");
    expect(out.match(/^# .*$/gm)).toEqual([`# prod: ${dirs[0]} -> ${dirs[1]}`, `# west: ${dirs[0]} -> ${dirs[1]}`]);
    const json = JSON.parse((await diff(...both, "0", "-o", "json")).out) as { diffs: { mesh: string }[] };
    expect(json.diffs.map((one) => one.mesh)).toEqual(["prod", "west"]);
  });

  test("a mesh that is broken leaves nothing half-printed", async () => {
    writeFileSync(join(root, "broken.yaml"), "kind: Mesh\n");
    expect(await diff("-f", "mesh.yaml", "-f", "broken.yaml")).toMatchObject({ code: 2, out: "" });
  });
});

test.each([
  [["1", "1"], 0, 0],
  [["1", "2"], 1, 2],
  [["1", "9"], 2, 1],
  [["--live", "nowhere"], 2, 1],
])("exit codes of %j: %d, and %d in terraform's style", async (argv, plain, terraform) => {
  expect((await diff(...argv)).code).toBe(plain);
  const result = await diff(...argv, "--exit-code", "terraform");
  expect(result.code).toBe(terraform);
  expect(result.err).toBe((await diff(...argv)).err);
});
