import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runGit } from "../support/git";
import { type CliResult, runCli } from "../support/run-cli";
import { fakeKubectl } from "../verbs/verify/fake-kubectl";
import { dirs, folderAt, pullRequest, settledAt, verifiedMesh } from "../verbs/verify/support";

const manifests = (repo: string, phase: number) => join(repo, "out/prod/phases", dirs[phase] ?? "", "manifests");

/** Verifies in a repository what must hold before its live folder becomes another one. */
async function askBefore(repo: string, after: string, ...words: string[]): Promise<CliResult> {
  const kubectl = fakeKubectl(settledAt(2));
  const argv = ["verify", "--live", "live", "--before", after, "--kubectl", kubectl.path, ...words];
  return runCli(argv, repo);
}

/** The last line, without the time. */
function verdict({ code, out }: CliResult): string {
  return `${code} ${out.trim().split("\n").at(-1)}`.replace(/ after \d+ s/, "");
}

describe("what is asked follows from the way", () => {
  test.each([
    ["on", [1, 2], 3, "0 prod 02-cni-v1.28.3: 6 of 6 checks hold"],
    ["on, too early", [2, 3], 4, "1 prod 03-ztunnel-v1.28.3: 4 of 6 checks hold"],
    ["on and on", [1, 2], 4, "0 prod 02-cni-v1.28.3: 6 of 6 checks hold"],
    ["on again after a step back", [3, 2], 3, "0 prod back at 02-cni-v1.28.3: 6 of 6 checks hold"],
    [
      "back",
      [2, 3],
      2,
      "0 prod at 03-ztunnel-v1.28.3: nothing has to hold first; it walks back from 03-ztunnel-v1.28.3, which need not hold for that",
    ],
    ["back and back", [3, 2], 1, "0 prod back at 02-cni-v1.28.3: 6 of 6 checks hold"],
    ["back and back, too early", [4, 3], 2, "1 prod back at 03-ztunnel-v1.28.3: 0 of 1 checks hold"],
    ["nowhere", [1, 2], 2, "0 prod at 02-cni-v1.28.3: nothing has to hold first; live is not changed"],
  ] as const)("%s", async (_, base, to, expected) => {
    const repo = await pullRequest(base, "unchanged");
    expect(verdict(await askBefore(repo, manifests(repo, to)))).toBe(expected);
  });

  test("a folder that is no phase is a way on", async () => {
    const repo = await pullRequest([2], "unchanged");
    expect(verdict(await askBefore(repo, "gone"))).toMatch(/^0 prod 02-cni-v1\.28\.3: 6 of 6/);
  });

  test("an edit by hand that was put right does not hide a step back", async () => {
    const repo = await pullRequest([3, 2], "unchanged");
    const file = join(repo, "live/kustomization.yaml");
    writeFileSync(file, "# by hand\n");
    runGit(repo, ["commit", "--quiet", "--all", "--message", "by hand"]);
    cpSync(join(manifests(repo, 2), "kustomization.yaml"), file);
    runGit(repo, ["commit", "--quiet", "--all", "--message", "put right"]);
    expect(verdict(await askBefore(repo, manifests(repo, 1)))).toMatch(/^0 prod back at 02-cni/);
  });

  test("without Git nothing was walked back", async () => {
    const folder = await folderAt(2);
    expect(verdict(await askBefore(folder, manifests(folder, 1)))).toMatch(/^0 prod at 02-cni.*need not hold/);
  });

  test("a history that was not fetched is asked for", async () => {
    const repo = await pullRequest([3, 2], "unchanged");
    const clone = join(folderWith({}), "clone");
    runGit(repo, ["clone", "--quiet", "--depth=1", `file://${repo}`, clone]);
    const { code, err } = await askBefore(clone, manifests(clone, 1));
    expect([code, err]).toEqual([2, expect.stringContaining("fetch-depth: 0")]);
    // Forward the way does not matter so much.
    expect(verdict(await askBefore(clone, manifests(clone, 3)))).toMatch(/^0 prod 02-cni-v1\.28\.3: 6 of 6/);
  });

  test("an empty folder has nothing that could hold", async () => {
    const folder = await folderAt(2);
    const argv = ["verify", "--live", "new", "--before", "live", "--kubectl", "/nowhere"];
    expect(verdict(await runCli(argv, folder))).toBe("0 prod: nothing has to hold first; nothing stands in new yet");
  });
});

test("a plan that is new: only its marker comes first", async () => {
  const folder = await folderAt(4);
  // The same versions, from another starting point.
  writeFileSync(
    join(folder, "mesh.yaml"),
    verifiedMesh.replace("version: v1.28.2", "version: v1.28.3").replace(/ {2}upgrade.*\n/, ""),
  );
  await runCli(["synth"], folder);
  const baseline = join(folder, "out/prod/phases/00-baseline/manifests");
  expect(verdict(await askBefore(folder, baseline))).toBe(
    "0 prod at 00-baseline: nothing has to hold first; only its marker and its gates are others",
  );
});

test.each([
  ["json", '"verdict": "holds",\n  "nothing": "live is not changed"'],
  ["junit", '<testsuites tests="0" failures="0" errors="0" skipped="0">'],
  ["github", "::notice::prod at 02-cni-v1.28.3: nothing has to hold first; live is not changed"],
  [
    "markdown",
    "<!-- meshstep:verify mesh=prod part=1 -->\n**prod at 02-cni-v1.28.3: nothing has to hold first; live is not changed**\n",
  ],
])("nothing to ask, as %s", async (format, expected) => {
  const folder = await folderAt(2);
  const { code, out } = await askBefore(folder, "live", "-o", format);
  expect([code, out]).toEqual([0, expect.stringContaining(expected)]);
});

describe("refused", () => {
  test.each([
    [["verify", "--before", "live"], "--before goes with --live"],
    [["verify", "--before", "live", "--live", "live", "--back"], "--before goes with --live"],
    [["verify", "3", "--before", "live", "--live", "live"], "--before goes with --live"],
  ])("%j", async (argv, message) => {
    const { code, err } = await runCli(argv, await folderAt(2));
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test("a folder that stands nowhere", async () => {
    const folder = await folderAt(2);
    writeFileSync(join(folder, "live/kustomization.yaml"), "# by hand\n");
    const { code, err } = await askBefore(folder, "gone");
    expect([code, err]).toEqual([2, expect.stringContaining("live stands at no phase of prod")]);
  });
});
