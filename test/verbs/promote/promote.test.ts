import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLiveFolder } from "../../../src/git/folder";
import { folderAt, liveMesh, manifests, phaseDirs, promoteIn } from "../../live/live-repo";
import { identities } from "../../snapshot/write/folders";
import { copyFolder } from "../../support/copy";
import { filesIn } from "../../support/git";
import { runCli } from "../../support/run-cli";

const istio = "mesh/20-control-plane/istio-default.yaml";
const marker = "mesh/95-marker/configmap-meshstep-prod.yaml";

test("forward through every phase and back again: each time the phase, byte for byte", async () => {
  const folder = await folderAt();
  const live = join(folder, "live");
  for (const [phase] of phaseDirs.entries()) {
    expect(await promoteIn(folder, "--next", "--one-way")).toMatchObject({ code: 0 });
    expect(readLiveFolder(live)).toEqual(readLiveFolder(manifests(folder, phase)));
  }
  for (let phase = phaseDirs.length - 2; phase >= 0; phase--) {
    expect(await promoteIn(folder, "--back", "--one-way")).toMatchObject({ code: 0 });
    expect(readLiveFolder(live)).toEqual(readLiveFolder(manifests(folder, phase)));
  }
});

test("files that do not change keep inode and time; nothing else appears", async () => {
  const folder = await folderAt(1);
  const before = identities(join(folder, "live"));
  expect(await promoteIn(folder, "--to", "2")).toMatchObject({ code: 0 });
  const after = identities(join(folder, "live"));
  const touched = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(touched.sort()).toEqual([istio, marker]);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  const inode = (identity?: string): string | undefined => identity?.replace(/^(\d+) .*/, "$1");
  expect(inode(after["kustomization.yaml"])).toBe(inode(before["kustomization.yaml"]));
});

test("a run that was killed half-way is taken back by the next one; status sees through it", async () => {
  const folder = await folderAt(1);
  renameSync(join(folder, "live"), join(folder, ".meshstep-live.previous"));
  copyFolder(manifests(folder, 2), join(folder, ".meshstep-live.next"));
  const status = await runCli(["status", "--live", "live"], folder);
  expect(status.out).toMatch(/^prod: live stands at 01-operator-3\.1\.2\n/);
  expect(await promoteIn(folder, "--to", "2")).toMatchObject({ code: 0 });
  expect(readLiveFolder(join(folder, "live"))).toEqual(readLiveFolder(manifests(folder, 2)));
  expect([...filesIn(folder).keys()].filter((path) => path.startsWith("."))).toEqual([]);
});

test("a live folder behind a link is the folder that the link names", async () => {
  const folder = await folderAt(1);
  renameSync(join(folder, "live"), join(folder, "real"));
  symlinkSync("real", join(folder, "live"));
  expect(await promoteIn(folder, "--next")).toMatchObject({ code: 0 });
  expect(readLiveFolder(join(folder, "real"))).toEqual(readLiveFolder(manifests(folder, 2)));
});

test("of several meshes, the one that the marker names", async () => {
  const folder = await folderAt(1);
  writeFileSync(join(folder, "fleet.yaml"), `${liveMesh.replace("name: prod", "name: test")}---\n${liveMesh}`);
  const named = await runCli(["status", "--live", "live", "-f", "fleet.yaml"], folder);
  expect(named).toMatchObject({ code: 0, out: expect.stringContaining("prod: live stands at 01-operator-3.1.2") });
  const empty = await runCli(["promote", "--live", "new", "-f", "fleet.yaml", "--next"], folder);
  expect(empty).toMatchObject({
    code: 2,
    err: "error: new: of which mesh? There are test, prod; it holds no marker that says so\n    Name the mesh.yaml of this folder with -f.\n",
  });
});

describe("an earlier plan", () => {
  /** The plan whose last phase is this plan's baseline. */
  async function afterEarlierPlan(): Promise<string> {
    const folder = await folderAt();
    const earlier = liveMesh
      .replace("version: v1.26.3", "version: v1.26.2")
      .replace("upgrade: { to: v1.26.4, operator: { release: 3.1.2 } }", "upgrade: { to: v1.26.3 }");
    writeFileSync(join(folder, "earlier.yaml"), earlier);
    await runCli(["synth", "-f", "earlier.yaml", "--out", "earlier"], folder);
    for (let code = 0; code === 0; ) {
      ({ code } = await promoteIn(folder, "-f", "earlier.yaml", "--out", "earlier", "--next", "--one-way"));
    }
    return folder;
  }

  test("its end is where this one starts", async () => {
    const folder = await afterEarlierPlan();
    const status = await runCli(["status", "--live", "live"], folder);
    expect(status).toMatchObject({
      code: 1,
      out: "prod: live stands at 00-baseline, as 04-verify-v1.26.3 of an earlier plan left it; only the marker, its gates and comments are to be written\nnext: 00-baseline (Baseline: Istio v1.26.3; reversible)\nthe catalogue knows v1.26.8, a newer patch than v1.26.4: meshstep rebase --live live --to v1.26.8\nv1.26.4 is end of life from operator release 3.4.0 on\ngo on with: meshstep promote --live live --next\n",
    });
    expect(await promoteIn(folder, "--back")).toMatchObject({
      code: 1,
      err: "refused: live was left by an earlier plan: only 00-baseline can be promoted into it\n  Say --next.\n",
    });
    expect(await promoteIn(folder, "--to", "00-baseline")).toMatchObject({
      code: 0,
      out: `changed  live/${marker}\n`,
    });
    expect(readLiveFolder(join(folder, "live"))).toEqual(readLiveFolder(manifests(folder, 0)));
  });

  test("in its middle, this one goes on where everything but the marker is the same", async () => {
    const folder = await folderAt(2);
    const text = readFileSync(join(folder, "live", marker), "utf8");
    writeFileSync(join(folder, "live", marker), text.replace(/plan: .*/, "plan: then"));
    const status = await runCli(["status", "--live", "live"], folder);
    expect(status).toMatchObject({
      code: 1,
      out: expect.stringContaining(
        "live stands at 02-control-plane-v1.26.4, as 02-control-plane-v1.26.4 of an earlier plan left it; only the marker, its gates and comments are to be written\n",
      ),
    });
    expect(await promoteIn(folder, "--to", "3")).toMatchObject({ code: 1 });
    expect(await promoteIn(folder, "--next")).toMatchObject({ code: 0, out: `changed  live/${marker}\n` });
    expect(readLiveFolder(join(folder, "live"))).toEqual(readLiveFolder(manifests(folder, 2)));
  });
});

describe("refused: exit 1, what to do, and nothing touched", () => {
  const crlf = (folder: string): void => {
    for (const [path, text] of readLiveFolder(join(folder, "live"))) {
      writeFileSync(join(folder, "live", path), text.replaceAll("\n", "\r\n"));
    }
  };
  const nothing = (): void => undefined;

  test.each<[string, number | undefined, (folder: string) => void, readonly string[], string]>([
    [
      "edited by hand",
      2,
      (folder) => {
        appendFileSync(join(folder, "live", istio), "# hot fix\n");
        rmSync(join(folder, "live/kustomization.yaml"));
        writeFileSync(join(folder, "live/mesh/extra.yaml"), "");
      },
      ["--next"],
      `live stands at no phase; nearest is 02-control-plane-v1.26.4, from which 3 files differ
  missing  live/kustomization.yaml
  changed  live/${istio}
  added    live/mesh/extra.yaml
  Put these files back as they were (git log -- live). What they should say instead belongs in mesh.yaml.
`,
    ],
    [
      "line ends that Git converted",
      2,
      crlf,
      ["--next"],
      "live stands at no phase; nearest is 02-control-plane-v1.26.4, from which 12 files differ\n",
    ],
    [
      "the marker of another mesh",
      2,
      (folder) => writeFileSync(join(folder, "live", marker), "data: { mesh: test, phase: 01-x, plan: y }\n"),
      ["--back"],
      `live stands at no phase; nearest is 02-control-plane-v1.26.4, from which 1 file differs
  changed  live/${marker}
  Its marker names mesh test: give the mesh.yaml of that one with -f.
`,
    ],
    [
      "a plan that changed in more than the row",
      0,
      (folder) => {
        const edited = `${liveMesh}  ztunnel: { terminationGracePeriodSeconds: 120 }\n`;
        writeFileSync(join(folder, "mesh.yaml"), edited);
      },
      ["--next"],
      "only what was reviewed is promoted, and out/prod is not what synth makes of mesh.yaml now\n  Run meshstep synth, review what changed, and commit it.\n",
    ],
    [
      "a snapshot edited by hand",
      0,
      (folder) => appendFileSync(join(manifests(folder, 5), istio), "# hot fix\n"),
      ["--next"],
      "only what was reviewed is promoted, and out/prod is not what synth makes of mesh.yaml now\n",
    ],
    [
      "a snapshot never written",
      0,
      (folder) => rmSync(join(folder, "out"), { recursive: true }),
      ["--next"],
      "only what was reviewed is promoted",
    ],
    [
      "a folder of somebody else",
      0,
      (folder) => {
        rmSync(join(folder, "live"), { recursive: true });
        mkdirSync(join(folder, "live"));
        writeFileSync(join(folder, "live/README.md"), "# ours\n");
      },
      ["--next"],
      `live is no live folder of prod
  added    live/README.md
  meshstep wrote nothing of what is in it, and promote replaces a live folder as a whole. Name a folder of its own with --live; where the mesh's manifests stand in this one, meshstep adopt live describes them.
`,
    ],
    [
      "errors in the plan",
      0,
      (folder) => writeFileSync(join(folder, "mesh.yaml"), liveMesh.replace("to: v1.26.4", "to: v1.30.3")),
      ["--next"],
      "the plan of prod has errors; nothing of it is promoted\n  See the findings above.\n",
    ],
    [
      "skipping ahead",
      1,
      nothing,
      ["--to", "03-cni-v1.26.4"],
      "03-cni-v1.26.4 is 2 phases ahead of 01-operator-3.1.2, where live stands; no phase may be skipped\n  Say --next; each phase must hold before the one after it. promote --branch --all makes a branch for each.\n",
    ],
    [
      "skipping back",
      5,
      nothing,
      ["--to", "2", "--one-way"],
      "02-control-plane-v1.26.4 is 3 phases behind 05-verify-v1.26.4, where live stands; no phase may be skipped\n  Say --back;",
    ],
    [
      "beyond the last",
      5,
      nothing,
      ["--next"],
      "live stands at 05-verify-v1.26.4, the last phase\n  When its checks hold, this upgrade is done.",
    ],
    [
      "before the first",
      0,
      nothing,
      ["--back"],
      "live stands at 00-baseline, the first phase\n  Nothing of this plan is before it.",
    ],
    [
      "an empty folder to anything but the baseline",
      undefined,
      (folder) => mkdirSync(join(folder, "live")),
      ["--to", "1"],
      "live is empty or missing: only 00-baseline can be promoted into it\n  Say --next.\n",
    ],
    [
      "a missing folder back",
      undefined,
      nothing,
      ["--back"],
      "live is empty or missing: only 00-baseline can be promoted into it\n",
    ],
    [
      "a one-way phase",
      0,
      nothing,
      ["--next"],
      "01-operator-3.1.2 is one way: OLM has no operator downgrade, and CRDs are not downgraded either.",
    ],
    [
      "a one-way phase back",
      1,
      nothing,
      ["--to", "0"],
      "01-operator-3.1.2 cannot be walked back: OLM has no operator downgrade, and CRDs are not downgraded either.",
    ],
  ])("%s", async (_, phase, prepare, words, message) => {
    const folder = await folderAt(phase);
    prepare(folder);
    const before = filesIn(folder);
    const { code, out, err } = await promoteIn(folder, ...words);
    const refusal = err.slice(err.indexOf("refused: "));
    expect(refusal.slice(0, "refused: ".length + message.length)).toBe(`refused: ${message}`);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(filesIn(folder)).toEqual(before);
  });

  test("what Git converted is said to be that", async () => {
    const folder = await folderAt(2);
    crlf(folder);
    expect((await promoteIn(folder, "--next")).err).toMatch(
      /\n {2}Only the ends of lines differ: Git converts them here\. Write "live\/\*\* -text" into \.gitattributes/,
    );
    expect((await runCli(["status", "--live", "live"], folder)).out).toMatch(/\nonly the ends of lines differ: /);
  });

  test("a long list is cut, and says so", async () => {
    const folder = await folderAt(2);
    for (let index = 0; index < 30; index++) writeFileSync(join(folder, `live/extra-${index}`), "");
    const { err } = await promoteIn(folder, "--next");
    expect(err.split("\n")).toHaveLength(1 + 20 + 1 + 1 + 1);
    expect(err).toContain("\n  and 10 more\n");
  });
});

describe("broken: exit 2, and nothing touched", () => {
  test.each<[string, (folder: string) => void, readonly string[], string]>([
    [
      "a file",
      (folder) => writeFileSync(join(folder, "live"), ""),
      ["--next"],
      "live: not a folder\n    --live names the folder that the GitOps engine reads.\n",
    ],
    [
      "no such phase",
      () => undefined,
      ["--to", "9"],
      `prod has no phase 9\n    It has 0 to 5: ${phaseDirs.join(", ")}.\n`,
    ],
    ["no such phase by name", () => undefined, ["--to", "cni"], "prod has no phase cni\n"],
    [
      "nowhere to go",
      () => undefined,
      [],
      "promote where to?\n    Say --next, --back, --to PHASE, or --branch --all.\n",
    ],
    ["two ways at once", () => undefined, ["--next", "--to", "1"], "--next and --to exclude each other\n"],
    [
      "--all and back",
      () => undefined,
      ["--back", "--all", "--branch"],
      "--all goes on to the last phase; leave --back out\n",
    ],
    [
      "--all without branches",
      () => undefined,
      ["--next", "--all", "--commit"],
      "--all makes a branch for each phase\n    Say --branch --all.\n",
    ],
    [
      "--all in one branch",
      () => undefined,
      ["--branch", "mine", "--all"],
      "--all names each branch after its phase\n    Leave mine out.\n",
    ],
    [
      "a link that leads out",
      (folder) => {
        mkdirSync(join(folder, "live"));
        symlinkSync("../mesh.yaml", join(folder, "live/mesh.yaml"));
      },
      ["--next"],
      "live/mesh.yaml: a symbolic link that leads out of the live folder\n",
    ],
    [
      "someone else at work there",
      (folder) => writeFileSync(join(folder, ".meshstep.lock"), `${process.ppid}\n`),
      ["--next"],
      "FOLDER/.meshstep.lock: another meshstep (process ",
    ],
  ])("%s", async (_, prepare, words, message) => {
    const folder = await folderAt();
    prepare(folder);
    const before = filesIn(folder);
    const { code, out, err } = await promoteIn(folder, ...words);
    expect(err.replaceAll(folder, "FOLDER").slice(0, "error: ".length + message.length)).toBe(`error: ${message}`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(filesIn(folder)).toEqual(before);
  });

  test("a folder that cannot be made, for good", async () => {
    const folder = await folderAt();
    const { code, out, err } = await runCli(["promote", "--live", "/proc/meshstep/live", "--next"], folder);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(
      /^error: \/proc\/meshstep.*: (there is no such file or folder|permission denied|the operation is not permitted|the file system is read-only) \(E/,
    );
  });

  test("from inside the folder, or into the output of synth", async () => {
    const folder = await folderAt(1);
    const before = filesIn(folder);
    const inside = ["promote", "--live", "..", "--next", "-f", "../../mesh.yaml", "--out", "../../out"];
    expect(await runCli(inside, join(folder, "live/mesh"))).toMatchObject({
      code: 2,
      err: "error: ..: promote replaces this folder, and you are in it\n    Run it from a folder outside.\n",
    });
    const snapshot = manifests(folder, 1).slice(folder.length + 1);
    expect(await runCli(["promote", "--live", snapshot, "--next"], folder)).toMatchObject({
      code: 2,
      err: `error: ${snapshot}: part of the output folder out, which only synth writes\n    A live folder is a folder of its own.\n`,
    });
    expect(filesIn(folder)).toEqual(before);
  });
});
