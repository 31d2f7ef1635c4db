import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { folderAt, manifests, promoteIn } from "../../live/live-repo";
import { copyFolder } from "../../support/copy";
import { filesIn } from "../../support/git";
import { runCli } from "../../support/run-cli";

const istio = "mesh/20-control-plane/istio-default.yaml";
const ztunnel = "mesh/40-ztunnel/ztunnel-default.yaml";

/** What people do to a live folder, or to mesh.yaml beside it. */
const breakages: Readonly<Record<string, (folder: string) => void>> = {
  "as it is": () => undefined,
  emptied: (folder) => {
    rmSync(join(folder, "live"), { recursive: true });
    mkdirSync(join(folder, "live"));
  },
  "a comment": (folder) => appendFileSync(join(folder, "live", istio), "# hot fix\n"),
  "a version by hand": (folder) => replaceIn(join(folder, "live", istio), /v1\.26\.\d/, "v1.26.5"),
  "a file lost": (folder) => rmSync(join(folder, "live", ztunnel)),
  "half of another phase": (folder) => copyFolder(join(manifests(folder, 4), "mesh"), join(folder, "live/mesh")),
  "an earlier target": (folder) => replaceIn(join(folder, "mesh.yaml"), "to: v1.26.4", "to: v1.26.3"),
  "spec.version forgotten": (folder) => replaceIn(join(folder, "mesh.yaml"), /version: v1\.26\.3\n(.*\n)+/, afterwards),
  "a setting": (folder) =>
    appendFileSync(join(folder, "mesh.yaml"), "  ztunnel: { terminationGracePeriodSeconds: 120 }\n"),
  "line ends": (folder) => replaceIn(join(folder, "live", istio), /\n/g, "\r\n"),
};

/** The next upgrade described from the same mesh, with nobody having said what runs now. */
const afterwards = `version: v1.26.8
  operator: { release: 3.1.11, catalog: pinned, subscription: { namespace: openshift-operators, channel: stable-3.1, approval: Manual, source: mesh-pinned } }
`;

const asked: readonly (readonly string[])[] = [
  ["promote", "--live", "live", "--next"],
  ["promote", "--live", "live", "--back"],
  ["promote", "--live", "live", "--to", "5"],
  ["diff", "--live", "live"],
];

type Step = (folder: string, words: RegExpMatchArray, refused: readonly string[]) => Promise<unknown>;

/** Words of a refusal that propose a step, and doing just that. */
const steps: readonly (readonly [RegExp, Step])[] = [
  [/Say (--next|--back)\b/, (folder, [, way]) => promoteIn(folder, way as string, "--one-way")],
  [/Say (--one-way)/, (folder, [, accept], refused) => runCli([...refused, accept as string], folder)],
  [
    /The whole folder replaced by a copy of (\S+) is the same/,
    async (folder, [, from]) => replaceLive(folder, join(folder, from as string)),
  ],
  [/meshstep synth --live live/, (folder) => synthAndPromote(folder, "--live", "live")],
  [/Run meshstep synth/, (folder) => synthAndPromote(folder)],
  [
    /meshstep rebase --live live (--to VERSION )?--write/,
    async (folder, [, to]) => {
      await runCli(["rebase", "--live", "live", ...(to ? ["--to", "v1.26.8"] : []), "--write"], folder);
      await synthAndPromote(folder);
    },
  ],
];

/** Other last lines of a refusal: they ask to look, or to say another thing. */
const still = [
  /^Put these files back as they were \(git log -- live\)\. What they should say instead belongs in mesh\.yaml\.$/,
  /^Only the ends of lines differ/,
  /^It has 0 to \d+: /,
  /^error: live: no such file or folder$/,
];

test.each([
  ["as it is", 0],
  ["as it is", 5],
  ...Object.keys(breakages).map((what, index) => [what, index % 2 === 0 ? 1 : 4] as const),
] as const)("%s, at phase %d: what a refusal proposes is a step that check allows", async (what, phase) => {
  const folder = await folderAt(phase);
  breakages[what]?.(folder);
  for (const words of asked) await follow(folder, words);
});

/** Does what the refusals say, one after the other, until the live folder has moved. */
async function follow(folder: string, words: readonly string[]): Promise<void> {
  const copy = `${folder}.copy`;
  rmSync(copy, { recursive: true, force: true });
  copyFolder(folder, copy);
  const before = filesIn(join(folder, "live"));
  const said: string[] = [];
  for (;;) {
    const { err } = await runCli([...words], copy);
    const refusal = /^(?:refused|error): (?:.*\n)+/m.exec(err)?.[0];
    const hint = refusal?.trimEnd().split("\n").at(-1)?.trim();
    if (hint === undefined || said.includes(hint)) return;
    said.push(hint);
    const [pattern, step] = steps.find(([proposes]) => proposes.test(hint)) ?? [];
    expect([hint, step !== undefined || still.some((one) => one.test(hint))]).toEqual([hint, true]);
    if (!step || !pattern) return;
    await step(copy, hint.match(pattern) as RegExpMatchArray, words);
    if (isDeepStrictEqual(filesIn(join(copy, "live")), before)) continue;
    expect([words, said, await problemsOf(join(folder, "live"), copy)]).toEqual([words, said, ""]);
    return;
  }
}

/** What check says of the step from a folder to the live one: nothing where it has no error. */
async function problemsOf(before: string, folder: string): Promise<string> {
  if (!existsSync(before)) return "";
  const { code, out } = await runCli(["check", "live", "--from", before, "-f", "mesh.yaml"], folder);
  return code === 0 ? "" : out;
}

async function synthAndPromote(folder: string, ...from: readonly string[]): Promise<void> {
  await runCli(["synth", ...from], folder);
  await promoteIn(folder, "--next", "--one-way");
}

function replaceLive(folder: string, from: string): void {
  rmSync(join(folder, "live"), { recursive: true, force: true });
  copyFolder(from, join(folder, "live"));
}

function replaceIn(file: string, from: string | RegExp, to: string): void {
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
}
