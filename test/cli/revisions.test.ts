import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "../support/git-env";
import { folderWith } from "../support/folder";
import { filesIn, runGit } from "../support/git";
import { runCli } from "../support/run-cli";

const text = `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: prod }
spec:
  distribution: openshift
  dataPlane: sidecar
  version: v1.24.3
  operator: { release: 3.0.1 }
  # Two control planes.
  upgrade: { to: v1.24.4, strategy: RevisionBased }
  revisionTags: [{ name: stable }]
  namespaces: [{ name: shop, revisionTag: stable }, { name: pay }]
  delivery: { engine: flux }
`;

/** A repository whose live folder stands at a phase. */
async function standing(at: string, mesh = text): Promise<string> {
  const folder = folderWith({ "mesh.yaml": mesh });
  runGit(folder, ["init", "--quiet", "--initial-branch=main"]);
  expect(await runCli(["synth"], folder)).toMatchObject({ code: 0 });
  for (const phase of readdirSync(join(folder, "out/prod/phases"))) {
    const { code, err } = await runCli(["promote", "--live", "live", "--to", phase, "--one-way"], folder);
    expect([phase, code, err]).toEqual([phase, 0, expect.anything()]);
    runGit(folder, ["add", "--all"]);
    runGit(folder, ["commit", "--quiet", "--message", phase]);
    if (phase.endsWith(at)) break;
  }
  return folder;
}

test("at the end of a RevisionBased row mesh.yaml says how the mesh runs, and the next baseline is what the folder holds", async () => {
  const folder = await standing("clean-up-v1.24.3");
  const before = filesIn(join(folder, "live"));
  // Whatever somebody accepts: the revision that the phases before it name is gone.
  const back = await runCli(["promote", "--live", "live", "--back", "--one-way"], folder);
  expect([back.code, back.err]).toEqual([1, expect.stringMatching(/clean-up-v1\.24\.3 cannot be walked back: /)]);
  const down = await runCli(["rebase", "--live", "live", "--to", "v1.24.3"], folder);
  expect([down.code, down.err]).toEqual([
    1,
    expect.stringContaining("Run meshstep rebase --live live --write without --to, then set spec.upgrade.to: v1.24.3"),
  ]);
  expect(await runCli(["rebase", "--live", "live", "--write"], folder)).toMatchObject({ code: 0 });
  const mesh = readFileSync(join(folder, "mesh.yaml"), "utf8");
  expect(mesh).toContain("version: v1.24.4");
  expect(mesh).toContain("updateStrategy: RevisionBased");
  expect(mesh).not.toContain("upgrade:");
  expect(await runCli(["synth"], folder)).toMatchObject({ code: 0 });
  await runCli(["promote", "--live", "live", "--next"], folder);
  const after = filesIn(join(folder, "live"));
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  // The labels' Job is not needed where nothing moves; its gates and the marker belong to the new plan.
  expect(
    changed.filter(
      (path) =>
        !/05-precheck|90-verify|95-marker|namespaces\/(job|kustomization|role|serviceaccount|cluster)/.test(path),
    ),
  ).toEqual([]);
  // Whoever does what the refusal said has a row that leads back.
  writeFileSync(join(folder, "mesh.yaml"), `${mesh}  upgrade: { to: v1.24.3 }\n`);
  expect(await runCli(["synth"], folder)).toMatchObject({ code: 0 });
  expect(readdirSync(join(folder, "out/prod/phases")).at(-1)).toMatch(/clean-up-v1\.24\.4$/);
});

/** Paths of a live folder that a new plan changes although nothing of the mesh does: its gates, its marker, and the Job that sets labels. */
const ofThePlan = /05-precheck|90-verify|95-marker|namespaces\/(job|kustomization|role|serviceaccount|cluster)/;

test.each(["hold-v1.24.3", "tag-stable-v1.24.4"])(
  "in the middle, at %s, the next row begins with what the folder holds, and goes on to the end",
  async (at) => {
    const folder = await standing(at);
    const before = filesIn(join(folder, "live"));
    expect(await runCli(["rebase", "--live", "live", "--write"], folder)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toMatch(/\n {2}running:\n(.*\n)* {4}hold: v1\.24\.3\n/);
    expect(await runCli(["synth"], folder)).toMatchObject({ code: 0 });
    const phases = readdirSync(join(folder, "out/prod/phases"));
    expect(phases.at(-1)).toMatch(/-clean-up-v1\.24\.3$/);
    for (const [index, phase] of phases.entries()) {
      expect(await runCli(["promote", "--live", "live", "--next", "--one-way"], folder)).toMatchObject({ code: 0 });
      runGit(folder, ["add", "--all"]);
      runGit(folder, ["commit", "--quiet", "--message", phase]);
      if (index > 0) continue;
      const after = filesIn(join(folder, "live"));
      const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
        (path) => before.get(path) !== after.get(path),
      );
      expect([phase, changed.filter((path) => !ofThePlan.test(path))]).toEqual(["00-baseline", []]);
    }
    expect(filesIn(join(folder, "live/mesh/20-control-plane")).get("istio-default.yaml")).toContain("version: v1.24.4");
    expect([...filesIn(join(folder, "live/mesh/25-revision-tags")).keys()]).not.toContain(
      "istiorevisiontag-default-hold.yaml",
    );
  },
);

test("in the middle the old control plane is a target as well", async () => {
  const folder = await standing("cohort-2-v1.24.4");
  const { code, err } = await runCli(["rebase", "--live", "live", "--to", "v1.24.3", "--write"], folder);
  expect([code, err]).toEqual([0, expect.anything()]);
  expect(await runCli(["synth"], folder)).toMatchObject({ code: 0 });
  expect(readdirSync(join(folder, "out/prod/phases"))).toEqual([
    "00-baseline",
    "01-cohort-2-v1.24.3",
    "02-tag-stable-v1.24.3",
    "03-restart-cohort-1-v1.24.3",
    "04-cni-v1.24.3",
    "05-verify-v1.24.3",
    "06-control-plane-v1.24.3",
    "07-clean-up-hold",
  ]);
});

test("values that came with the new control plane are not given to the old one", async () => {
  const mesh = text
    .replace("distribution: openshift", "distribution: sail")
    .replace("release: 3.0.1", "release: 1.30.3")
    .replace("version: v1.24.3", "version: v1.29.6")
    .replace("to: v1.24.4,", 'to: v1.30.3, values: { "1.30": { controlPlane: { global: { logAsJson: true } } } },');
  const folder = await standing("control-plane-v1.30.3", mesh);
  const { code, err } = await runCli(["rebase", "--live", "live", "--to", "v1.29.6", "--write"], folder);
  expect([code, err]).toEqual([1, expect.stringContaining("a row from here would give them to it")]);
});

test("check offers adopt where revisions are called after exact versions", async () => {
  const istio = (version: string) =>
    `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { namespace: istio-system, version: ${version}, updateStrategy: { type: RevisionBased } }\n`;
  const said = async (version: string) => {
    const { out, err } = await runCli(["check", "."], folderWith({ "istio.yaml": istio(version) }));
    return out + err;
  };
  expect(await said("v1.28.4")).toContain("meshstep adopt");
  expect(await said("v1.28-latest")).not.toContain("meshstep adopt");
});

test("a namespace that joins at rest gets the label of the revision that runs", async () => {
  const folder = await standing("clean-up-v1.24.3");
  await runCli(["rebase", "--live", "live", "--write"], folder);
  await runCli(["synth"], folder);
  await runCli(["promote", "--live", "live", "--next"], folder);
  runGit(folder, ["add", "--all"]);
  runGit(folder, ["commit", "--quiet", "--message", "baseline"]);
  const path = join(folder, "mesh.yaml");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace("{ name: pay }", "{ name: pay }, { name: bank, ownership: owned }"),
  );
  const { code, err } = await runCli(["synth", "--live", "live"], folder);
  expect([code, err]).toEqual([0, expect.anything()]);
  const phases = readdirSync(join(folder, "out/prod/phases"));
  expect(phases).toEqual(["00-baseline", "01-own-namespaces", "02-namespaces"]);
  const namespace = filesIn(join(folder, "out/prod/phases/02-namespaces/manifests/namespaces")).get(
    "namespace-bank.yaml",
  );
  expect(namespace).toContain("istio.io/rev: default-v1-24-4");
});

test("a mesh at rest is called as it runs, not as an upgrade would have to ask for", async () => {
  const upgrade = "upgrade: { to: v1.24.4, strategy: RevisionBased }";
  const atRest = text.replace(upgrade, "controlPlane: { updateStrategy: RevisionBased }");
  const folder = folderWith({ "mesh.yaml": atRest });
  expect((await runCli(["plan"], folder)).out).toContain("(openshift, sidecar, RevisionBased)");
  const plan = JSON.parse((await runCli(["plan", "-o", "json"], folder)).out);
  expect(plan.strategy).toBe("RevisionBased");
});
