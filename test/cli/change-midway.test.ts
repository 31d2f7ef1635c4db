import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "../support/git-env";
import { folderWith } from "../support/folder";
import { runGit } from "../support/git";
import { ambientHead } from "../support/mesh-text";
import { runCli } from "../support/run-cli";

const head = `${ambientHead}  delivery: { engine: argocd, repository: { url: "https://git.example.com/meshes.git" } }
`;
const small = `${head}  namespaces: [{ name: shop }]\n`;
const grown = `${head}  namespaces: [{ name: shop, waypoint: { name: own } }, { name: pay, ownership: owned }]\n  waypoints: [{ name: own, namespace: shop }]\n`;
const other = `${head}  namespaces: [{ name: shop }, { name: bank }]\n`;

/** A folder in which `meshstep` runs, and Git where that is wanted. */
class Work {
  constructor(
    readonly folder: string,
    readonly hasGit: boolean,
  ) {}

  static async holding(text: string, hasGit = true): Promise<Work> {
    const work = new Work(folderWith({ "mesh.yaml": text }), hasGit);
    if (hasGit) runGit(work.folder, ["init", "--quiet", "--initial-branch=main"]);
    await work.do("synth");
    await work.next();
    return work;
  }

  async do(command: string, expected = 0): Promise<{ readonly out: string; readonly err: string }> {
    const { code, out, err } = await runCli(command.split(" "), this.folder);
    if (code !== expected) throw new Error(`${command}: ${code}\n${out}${err}`);
    if (this.hasGit) {
      runGit(this.folder, ["add", "--all"]);
      runGit(this.folder, ["commit", "--quiet", "--allow-empty", "--message", command]);
    }
    return { out, err };
  }

  next() {
    return this.do("promote --live live --next");
  }

  edit(text: string): void {
    writeFileSync(join(this.folder, "mesh.yaml"), text);
  }

  phases(): readonly string[] {
    return readdirSync(join(this.folder, "out/prod/phases"));
  }

  /** What status says, whatever its exit code. */
  async status(): Promise<Status> {
    return JSON.parse((await runCli(["status", "--live", "live", "-o", "json"], this.folder)).out) as Status;
  }

  /** The number of the phase that the live folder stands at. */
  async at(): Promise<number> {
    const { phase } = await this.status();
    return phase === null ? -1 : this.phases().indexOf(phase);
  }
}

interface Status {
  readonly command: string;
  readonly phase: string | null;
}

test.each([
  ["while Namespaces have come into Git", small, grown, "01-own-namespaces"],
  ["while waypoints let somebody in", small, grown, "02-waypoints"],
  ["when labels are gone", grown, small, "01-leave"],
  ["when all is let go", grown, small, "02-let-go"],
])("an edit is taken back %s: the row leads back, and the way ends", async (_, before, after, phase) => {
  const work = await Work.holding(before, false);
  work.edit(after);
  await work.do("synth --live live");
  while (work.phases().indexOf(phase) > (await work.at())) await work.next();
  work.edit(before);
  expect((await work.status()).command).toBe("meshstep synth --live live");
  await work.do("synth --live live");
  const row = work.phases();
  await work.do("synth --check");
  for (const _phase of row) {
    if ((await work.at()) < row.length - 1) await work.next();
  }
  expect((await work.status()).command).toContain("meshstep rebase --live live --to");
  // Described afresh: only the marker and its plan may differ.
  work.edit(`${before}# \n`);
  await work.do("synth --live live");
  expect(work.phases()).toEqual(["00-baseline"]);
});

test("without Git the start is known from the record: another edit is laid out from the same folder", async () => {
  const work = await Work.holding(small, false);
  work.edit(grown);
  await work.do("synth --live live");
  work.edit(other);
  await work.do("synth --live live");
  expect(work.phases()).toEqual(["00-baseline", "01-namespaces"]);
  // A folder that was edited since is none that the record speaks of.
  writeFileSync(join(work.folder, "live/mesh/20-control-plane/istio-default.yaml"), "");
  work.edit(small);
  expect((await work.do("synth --live live", 1)).err).toContain(
    "Where synth wrote to another folder, name that with --out",
  );
});

test("a history that was fetched in part is named", async () => {
  const work = await Work.holding(small);
  work.edit(grown);
  await work.do("synth");
  const clone = folderWith({});
  runGit(clone, ["clone", "--quiet", "--depth=1", `file://${work.folder}`, "."]);
  const { err } = await new Work(clone, false).do("synth --live live", 1);
  expect(err).toContain("git fetch --unshallow");
});

test("rebase in the middle of a row says that the row is not over, and what it writes", async () => {
  const work = await Work.holding(small);
  work.edit(grown);
  await work.do("synth --live live");
  await work.next();
  await work.next();
  const start = () => readFileSync(join(work.folder, "out/prod/start.yaml"), "utf8");
  const before = start();
  const shown = await work.do("rebase --live live");
  expect(shown.err).toContain(
    "mesh.yaml needs no edit: live stands at 01-own-namespaces of its row, which is not over",
  );
  expect(shown.err).toContain("Next: meshstep promote --live live --next.");
  expect(start()).toBe(before);
  const written = await work.do("rebase --live live --write");
  expect(written.err).toContain("Wrote out/prod/start.yaml: the row starts from there. Next: meshstep synth");
  expect(start()).not.toBe(before);
  await work.do("synth");
  expect(work.phases()).toEqual(["00-baseline", "01-waypoints", "02-namespaces"]);
});

test("where the row has to be laid out anew, nothing tells to run synth without the live folder", async () => {
  const work = await Work.holding(small);
  work.edit(grown);
  const { out, err } = await runCli(["status", "--live", "live"], work.folder);
  expect(`${out}${err}`).toContain("meshstep synth --live live");
  expect(`${out}${err}`).not.toContain("Run meshstep synth and");
});
