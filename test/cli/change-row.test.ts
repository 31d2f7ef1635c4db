import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyFolder } from "../support/copy";
import "../support/git-env";
import { folderWith } from "../support/folder";
import { filesIn, runGit } from "../support/git";
import { ambientHead } from "../support/mesh-text";
import { runCli } from "../support/run-cli";

const head = `${ambientHead}  delivery: { engine: argocd, repository: { url: "https://git.example.com/meshes.git" } }
`;
const used = `${head}  namespaces: [{ name: shop, waypoint: { name: own } }, { name: pay, ownership: owned }]\n  manifests: [l7.yaml]\n`;
const unused = `${head}  namespaces: [{ name: shop }]\n`;
const l7 = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: own, namespace: shop, labels: { istio.io/waypoint-for: service } }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;

/** A repository whose live folder holds one mesh.yaml while mesh.yaml says another. */
async function edited(before: string, after: string): Promise<string> {
  const folder = folderWith({ "mesh.yaml": before, "l7.yaml": l7 });
  const commit = (message: string) => {
    runGit(folder, ["add", "--all"]);
    runGit(folder, ["commit", "--quiet", "--message", message]);
  };
  runGit(folder, ["init", "--quiet", "--initial-branch=main"]);
  await runCli(["synth"], folder);
  await runCli(["promote", "--live", "live", "--next"], folder);
  commit("mesh");
  writeFileSync(join(folder, "mesh.yaml"), after);
  expect(await runCli(["synth", "--live", "live"], folder)).toMatchObject({ code: 0 });
  commit("edit");
  return folder;
}

describe.each([
  ["what is used is taken away", used, unused],
  ["what is not there comes", unused, used],
])("%s", (_, before, after) => {
  test("the folder stands at the baseline, goes to the end and back again; another synth writes the same", async () => {
    const folder = await edited(before, after);
    const start = filesIn(join(folder, "live"));
    const phases = readdirSync(join(folder, "out/prod/phases"));
    for (const phase of phases) {
      expect(await runCli(["promote", "--live", "live", "--to", phase, "--commit"], folder)).toMatchObject({ code: 0 });
    }
    expect(await runCli(["synth", "--check"], folder)).toMatchObject({ code: 0 });
    for (const phase of phases.slice(0, -1).reverse()) {
      expect(await runCli(["promote", "--live", "live", "--to", phase, "--commit"], folder)).toMatchObject({ code: 0 });
    }
    const routing = (files: ReadonlyMap<string, string>) =>
      [...files].filter(
        ([path]) => /^mesh\/(20|30|40|50|60)-.*\.yaml$/.test(path) && !path.endsWith("kustomization.yaml"),
      );
    expect(routing(filesIn(join(folder, "live")))).toEqual(routing(start));
  });

  test("check finds nothing in any step forward", async () => {
    const folder = await edited(before, after);
    const phases = readdirSync(join(folder, "out/prod/phases")).map((dir) => `out/prod/phases/${dir}/manifests`);
    for (const [index, phase] of phases.entries()) {
      if (index === 0) continue;
      const { code, out } = await runCli(["check", "--from", phases[index - 1] as string, phase], folder);
      expect([phase, code, out.match(/^error.*/gm)]).toEqual([phase, 0, null]);
    }
  });
});

test("a record that another mesh left is of no use to this one", async () => {
  const folder = await edited(used, unused);
  copyFolder(join(folder, "out/prod"), join(folder, "out/other"));
  writeFileSync(
    join(folder, "mesh.yaml"),
    unused.replace("name: prod", "name: other").replace("dataPlane: ambient", "dataPlane: sidecar"),
  );
  const { code, err } = await runCli(["plan"], folder);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining("spec.dataPlane: the live folder was written for spec.dataPlane ambient"),
  ]);
});

test("rebase to another version in the middle of changes says that they come first", async () => {
  const folder = await edited(used, unused);
  await runCli(["promote", "--live", "live", "--next", "--commit"], folder);
  const { code, err } = await runCli(["rebase", "--live", "live", "--to", "v1.29.6", "--write"], folder);
  expect([code, err]).toEqual([2, expect.stringContaining("mesh.yaml says something new beside spec.upgrade")]);
  expect(runGit(folder, ["status", "--porcelain"])).toBe("");
});

test("a rebase that is taken back leaves a record of another operator, which is nothing new beside the upgrade", async () => {
  const text = `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: prod }
spec:
  distribution: sail
  dataPlane: sidecar
  version: v1.28.3
  operator: { release: 1.28.3 }
  upgrade: { to: v1.29.6 }
  namespaces: [{ name: shop }]
`;
  const folder = folderWith({ "mesh.yaml": text });
  await runCli(["synth"], folder);
  const planned = (await runCli(["plan"], folder)).out;
  await runCli(["promote", "--live", "live", "--to", "00-baseline"], folder);
  await runCli(["promote", "--live", "live", "--next", "--one-way"], folder);
  const { code } = await runCli(["rebase", "--live", "live", "--to", "v1.29.6", "--write"], folder);
  expect([code, readFileSync(join(folder, "mesh.yaml"), "utf8")]).toEqual([0, expect.stringContaining("1.30.3")]);
  writeFileSync(join(folder, "mesh.yaml"), text);
  expect(await runCli(["plan"], folder)).toMatchObject({ code: 0, out: planned });
  const more = `${text}  controlPlane: { values: { meshConfig: { accessLogFile: /dev/stdout } } }\n`;
  writeFileSync(join(folder, "mesh.yaml"), more);
  const { err } = await runCli(["plan"], folder);
  expect(err).toContain(
    "beside spec.upgrade (Istio/default spec.values.meshConfig.accessLogFile (unset) -> /dev/stdout), and both",
  );
  expect(err).toContain("start.yaml in the mesh's output folder");
});
