import { readdirSync, readFileSync } from "node:fs";
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
async function standing(at: string): Promise<string> {
  const folder = folderWith({ "mesh.yaml": text });
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
});

test("in the middle nothing is rebased: mesh.yaml describes one control plane", async () => {
  const folder = await standing("control-plane-v1.24.4");
  const { code, err } = await runCli(["rebase", "--live", "live", "--write"], folder);
  expect([code, err]).toEqual([1, expect.stringContaining("in the middle of a RevisionBased row")]);
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
