import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "../support/git-env";
import { folderWith } from "../support/folder";
import { filesIn, runGit } from "../support/git";
import { runCli } from "../support/run-cli";

const mesh = (running: string, more: string) => `# The mesh of production.
apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: prod }
spec:
  distribution: sail
  dataPlane: ambient
  version: ${running}
  operator: { release: 1.30.3 }
  controlPlane: { highAvailability: { minReplicas: 2 } }
  ztunnel: { namespace: ztunnel }
  namespaces:
    - name: shop
      waypoint: { name: waypoint }
${more}  waypoints: [{ name: waypoint, namespace: shop }]
`;

/** One mesh in one repository, as a person goes through its life. */
class Life {
  readonly folder = folderWith({ "mesh.yaml": `${mesh("v1.28.3", "")}  upgrade: { to: v1.28.5 }\n` });

  constructor() {
    runGit(this.folder, ["init", "--quiet", "--initial-branch=main"]);
  }

  async do(command: string, expected = 0): Promise<string> {
    const { code, out, err } = await runCli(command.split(" "), this.folder);
    if (code !== expected) throw new Error(`${command}: ${code}\n${out}${err}`);
    return out;
  }

  async synth(): Promise<void> {
    await this.do("synth");
    runGit(this.folder, ["add", "mesh.yaml", "out"]);
    runGit(this.folder, ["commit", "--quiet", "--message", "Plan"]);
  }

  next(): Promise<string> {
    return this.do("promote --live live --next --commit");
  }

  /** To the last phase. */
  async toTheEnd(): Promise<void> {
    for (;;) {
      const { code, err } = await runCli(["promote", "--live", "live", "--next", "--commit"], this.folder);
      if (code === 1 && /^refused: live stands at \S+, the last phase$/m.test(err)) return;
      if (code !== 0) throw new Error(err);
    }
  }

  async rebase(to: string): Promise<void> {
    await this.do(`rebase --live live --to ${to} --write`);
    await this.synth();
  }

  text(): string {
    return readFileSync(join(this.folder, "mesh.yaml"), "utf8");
  }

  edit(from: string, to: string): void {
    const text = this.text();
    if (!text.includes(from)) throw new Error(`no ${from} in ${text}`);
    writeFileSync(join(this.folder, "mesh.yaml"), text.replace(from, to));
  }

  live(): ReadonlyMap<string, string> {
    return filesIn(join(this.folder, "live"));
  }
}

test("three upgrades, another target half way, a namespace that joins, a step back: one history, and the tree of a mesh described afresh", async () => {
  const life = new Life();
  await life.synth();
  await life.toTheEnd();

  // The next one, and half way a patch with a fix.
  await life.rebase("v1.29.2");
  for (const _ of ["baseline", "control plane"]) await life.next();
  await life.rebase("v1.29.6");
  expect(life.text()).toContain("  running:\n    controlPlane: v1.29.2\n");
  for (const _ of ["baseline", "control plane", "CNI"]) await life.next();
  await life.do("promote --live live --back --commit");
  await life.toTheEnd();

  // A namespace joins with the third.
  await life.rebase("v1.30.3");
  life.edit("  waypoints:", "    - { name: pay, joins: true }\n  waypoints:");
  await life.synth();
  await life.toTheEnd();
  await life.do("rebase --live live --write");
  await life.synth();
  await life.next();

  const afresh = new Life();
  writeFileSync(join(afresh.folder, "mesh.yaml"), mesh("v1.30.3", "    - { name: pay }\n"));
  await afresh.synth();
  await afresh.next();
  expect(life.live()).toEqual(afresh.live());
  expect(life.text()).toBe(mesh("v1.30.3", "    - { name: pay }\n"));
  expect(runGit(life.folder, ["status", "--porcelain"])).toBe("");
});

test("between two upgrades namespaces come and go, a value changes, and an edit changes its mind half way: the tree of a mesh described afresh", async () => {
  const life = new Life();
  const changed = async (from: string, to: string) => {
    life.edit(from, to);
    await life.do("synth --live live");
    runGit(life.folder, ["add", "mesh.yaml", "out"]);
    runGit(life.folder, ["commit", "--quiet", "--message", "Change"]);
  };
  const phases = async () => JSON.parse(await life.do("plan -o json")).phases.map(({ dir }: { dir: string }) => dir);
  await life.synth();
  await life.toTheEnd();
  await life.do("rebase --live live --write");
  await life.synth();
  await life.next();

  await changed("minReplicas: 2 }", "minReplicas: 3 }");
  expect(await phases()).toEqual(["00-baseline", "01-change-control-plane"]);
  await life.toTheEnd();

  // Another namespace joins with a waypoint; half way it is to use the one that is there.
  await changed(
    "  waypoints: [",
    "    - { name: pay, waypoint: { name: pay } }\n  waypoints: [{ name: pay, namespace: pay }, ",
  );
  expect(await phases()).toEqual(["00-baseline", "01-waypoints", "02-namespaces"]);
  for (const _ of ["baseline", "waypoints"]) await life.next();
  await changed(
    "{ name: pay, waypoint: { name: pay } }",
    "{ name: pay, waypoint: { name: waypoint, namespace: shop } }",
  );
  expect(await phases()).toEqual(["00-baseline", "01-waypoints", "02-namespaces"]);
  await life.toTheEnd();
  await changed("[{ name: pay, namespace: pay }, ", "[");
  expect(await phases()).toEqual(["00-baseline", "01-let-go", "02-remove"]);
  await life.toTheEnd();

  // And on to the next version.
  await life.rebase("v1.29.6");
  await life.toTheEnd();
  await life.do("rebase --live live --write");
  await life.synth();
  await life.next();

  const end = mesh("v1.29.6", "    - { name: pay, waypoint: { name: waypoint, namespace: shop } }\n").replace(
    "minReplicas: 2",
    "minReplicas: 3",
  );
  expect(life.text()).toBe(end);
  const afresh = new Life();
  writeFileSync(join(afresh.folder, "mesh.yaml"), end);
  await afresh.synth();
  await afresh.next();
  expect(life.live()).toEqual(afresh.live());
});

test("who joins in an upgrade is let in by a waypoint elsewhere first, and stays so wherever the row is taken up again", async () => {
  const life = new Life();
  life.edit("  upgrade: { to: v1.28.5 }\n", "");
  await life.synth();
  await life.toTheEnd();
  const edited = () => {
    life.edit(
      "  waypoints:",
      "    - { name: pay, joins: true, waypoint: { name: waypoint, namespace: shop } }\n  waypoints:",
    );
    life.edit("  operator:", "  upgrade: { to: v1.29.6 }\n  operator:");
  };
  edited();
  await life.synth();
  const status = (code = 0) => life.do("status --live live", code);
  const usedBy = () =>
    /matchExpressions|values:[\s\S]*pay/.test(life.live().get("mesh/50-waypoints/gateway-waypoint.yaml") ?? "");
  expect(await status(1)).toMatch(/live stands at 00-baseline, as 00-baseline of an earlier plan left it/);
  // What the plan of before left is its baseline, and a rebase takes nothing of the edit away.
  const text = life.text();
  await life.do("rebase --live live --write");
  expect(life.text()).toBe(text);
  await life.synth();
  for (const [phase, isLetIn] of [
    ["00-baseline", false],
    ["01-waypoints", true],
  ] as const) {
    await life.next();
    expect([phase, (await status()).includes(`live stands at ${phase}\n`), usedBy()]).toEqual([phase, true, isLetIn]);
  }
  await life.do("rebase --live live --write");
  await life.synth();
  expect(await status(1)).toMatch(/live stands at 00-baseline, as 01-waypoints of an earlier plan left it/);
  await life.next();
  expect(usedBy()).toBe(true);
  expect(JSON.parse(await life.do("plan -o json")).phases[1].dir).toBe("01-namespaces");
  await life.toTheEnd();
  await life.do("rebase --live live --write");
  expect(life.text()).toBe(mesh("v1.29.6", "    - { name: pay, waypoint: { name: waypoint, namespace: shop } }\n"));
});

test("values that came with a version stay when the upgrade is taken out half way, and are not edited meanwhile", async () => {
  const life = new Life();
  const values = '  upgrade: { to: v1.30.3, values: { "1.29": { controlPlane: { pilot: { env: { A: "1" } } } } } }\n';
  life.edit("  upgrade: { to: v1.28.5 }\n", values);
  await life.synth();
  for (const _ of ["baseline", "control plane", "CNI", "ztunnel"]) await life.next();
  const istio = life.live().get("mesh/20-control-plane/istio-default.yaml");
  expect(istio).toContain('A: "1"');

  life.edit('A: "1"', 'A: "2"');
  const { code, err } = await runCli(["rebase", "--live", "live", "--write"], life.folder);
  expect([code, err]).toEqual([
    1,
    expect.stringContaining("spec.upgrade.values.1.29.controlPlane says something else than what came"),
  ]);
  life.edit('A: "2"', 'A: "1"');

  life.edit(values, "");
  await life.do("rebase --live live --write");
  expect(life.text()).toContain('A: "1"');
  await life.synth();
  await life.next();
  expect(life.live().get("mesh/20-control-plane/istio-default.yaml")).toBe(istio);
});

describe("a baseline is what the live folder holds, whichever plan put it there", () => {
  const half = async () => {
    const life = new Life();
    await life.synth();
    for (const _ of ["baseline", "control plane"]) await life.next();
    return life;
  };

  test("the plan is in Git when the output folder has moved on", async () => {
    const life = await half();
    // Somebody describes what they believe, and synthesises: nobody can promote that.
    life.edit("version: v1.28.3", "version: v1.28.5");
    life.edit("to: v1.28.5", "to: v1.29.6");
    await life.synth();
    await life.do("promote --live live --next", 1);
    await life.do("rebase --live live --write");
    expect(life.text()).toContain("version: v1.28.3\n");
    expect(life.text()).toContain("  running:\n    controlPlane: v1.28.5\n");
    await life.synth();
    const row = JSON.parse(await life.do("plan -o json"));
    expect(row.to).toBe("v1.29.6");
    expect(await life.next()).toBe("changed  live/mesh/95-marker/configmap-meshstep-prod.yaml\n");
  });

  test.each([
    [
      "the marker names a plan that nobody has",
      /plan: .*/,
      "plan: 0123456789ab",
      "neither the output folder nor its history",
    ],
    ["of another mesh", /mesh: prod$/m, "mesh: other", "its marker names mesh other"],
    ["of a phase that is not there", /phase: .*/, "phase: 07-other", "was edited by hand: 1 file"],
  ])("refused: %s", async (_, from, to, message) => {
    const life = await half();
    const file = join(life.folder, "live/mesh/95-marker/configmap-meshstep-prod.yaml");
    const text = readFileSync(file, "utf8");
    const data = text.indexOf("\ndata:");
    writeFileSync(file, text.slice(0, data) + text.slice(data).replace(from, to));
    const before = life.text();
    const { code, err } = await runCli(["rebase", "--live", "live", "--write"], life.folder);
    expect([code, life.text()]).toEqual([1, before]);
    expect(err).toContain(message);
  });

  test("a mesh.yaml that is read-only is generated, and stays as it is", async () => {
    const life = await half();
    chmodSync(join(life.folder, "mesh.yaml"), 0o444);
    const before = life.text();
    const { code, err } = await runCli(["rebase", "--live", "live", "--write"], life.folder);
    expect([code, life.text()]).toEqual([2, before]);
    expect(err).toContain("mesh.yaml: read-only\n");
  });
});
