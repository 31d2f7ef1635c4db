import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { filesIn, runGit } from "../support/git";
import { runCli } from "../support/run-cli";

const mesh = `# The mesh of the shop.
apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: sailoperator, namespace: operators }
spec: { name: sailoperator, channel: stable-1.28, startingCSV: sailoperator.v1.28.3, installPlanApproval: Manual, source: operatorhubio-catalog, sourceNamespace: olm }
---
apiVersion: sailoperator.io/v1
kind: Istio
metadata:
  name: default # the only one

  annotations:
    argocd.argoproj.io/sync-wave: "0.0"
spec:
  version: "1.28.3" # keep me
  namespace: istio-system
  values:
    pilot:
      autoscaleMin: "2"
      env: { PILOT_ENABLE_AMBIENT: "false" }

# Between two documents.
---
apiVersion: v1
kind: List
items:
- apiVersion: sailoperator.io/v1
  kind: ZTunnel
  metadata:
    name: default
  spec:
    version: v1.28.3
    profile: ambient
    namespace: ztunnel
- apiVersion: sailoperator.io/v1
  kind: IstioCNI
  metadata: { name: default }
  spec: { namespace: istio-cni, profile: ambient }
`;

const mended = `# The mesh of the shop.
apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: sailoperator, namespace: operators }
spec: { name: sailoperator, channel: stable-1.28, startingCSV: sailoperator.v1.28.3, installPlanApproval: Manual, source: operatorhubio-catalog, sourceNamespace: olm }
---
apiVersion: sailoperator.io/v1
kind: Istio
metadata:
  name: default # the only one

  annotations:
    argocd.argoproj.io/sync-wave: "0"
    argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"
spec:
  version: "v1.28.3" # keep me
  namespace: istio-system
  values:
    pilot:
      autoscaleMin: 2
      trustedZtunnelNamespace: ztunnel
  profile: ambient

# Between two documents.
---
apiVersion: v1
kind: List
items:
- apiVersion: sailoperator.io/v1
  kind: ZTunnel
  metadata:
    name: default
    annotations:
      argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"
  spec:
    version: v1.28.3
    namespace: ztunnel
- apiVersion: sailoperator.io/v1
  kind: IstioCNI
  metadata: { name: default, annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true" } }
  spec: { namespace: istio-cni, profile: ambient }
`;

test("--fix mends what is mechanical, and leaves the rest of the file as it is", async () => {
  const folder = folderWith({ "mesh.yaml": mesh });
  const before = await runCli(["check", "."], folder);
  expect(before.code).toBe(1);
  expect(before.err).toContain("next: meshstep check . --fix mends 8 of 9; with --diff instead it shows how\n");
  const { code, out, err } = await runCli(["check", ".", "--fix"], folder);
  expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toBe(mended);
  expect([code, out.match(/^error.*/gm)]).toEqual([0, null]);
  expect(err).toContain("mended 8 findings in 1 file\n4 objects, 0 errors,");
  await runCli(["check", ".", "--fix"], folder);
  expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toBe(mended);
});

test("--diff shows it as git apply takes it, and writes nothing", async () => {
  const folder = folderWith({ "a/mesh.yaml": mesh });
  runGit(folder, ["init", "-q"]);
  const inside = join(folder, "a");
  const { code, out } = await runCli(["check", "mesh.yaml", "--diff"], inside);
  expect(code).toBe(1);
  expect(out).toContain("--- a/a/mesh.yaml\n+++ b/a/mesh.yaml\n");
  expect(readFileSync(join(inside, "mesh.yaml"), "utf8")).toBe(mesh);
});

test("a file that is reached by a link is changed where it stands, with its mode", async () => {
  const folder = folderWith({ "real.yaml": mesh, "sub/link.yaml": { link: "../real.yaml" } });
  const { mode } = statSync(join(folder, "real.yaml"));
  await runCli(["check", "sub", "--fix"], folder);
  expect(readFileSync(join(folder, "real.yaml"), "utf8")).toBe(mended);
  expect(statSync(join(folder, "real.yaml")).mode).toBe(mode);
});

test.each([
  ["default", "ambient"],
  ["openshift", "ambient"],
  ["remote", "remote"],
  ["external", "external"],
  ["demo", "demo"],
  ["preview", "preview"],
])(
  "AMB001 of profile %s: afterwards it is %s, as only people know what else the profile was for",
  async (profile, after) => {
    const folder = folderWith({
      "mesh.yaml": mesh.replace(/ {2}values:\n(?: {4}.*\n)+/, `  profile: ${profile}\n`),
    });
    const { out } = await runCli(["check", ".", "--fix"], folder);
    const [, is] = /^ {2}profile: (.*)$/m.exec(readFileSync(join(folder, "mesh.yaml"), "utf8")) ?? [];
    expect([is, out.includes("AMB001")]).toEqual([after, profile === after]);
  },
);

test("what synth wrote is mended in mesh.yaml, not here", async () => {
  const folder = folderWith({
    "mesh.yaml": `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: prod }
spec: { distribution: sail, dataPlane: ambient, version: v1.28.3, operator: { release: 1.28.3 } }
`,
  });
  await runCli(["synth"], folder);
  const path = join(folder, "out/prod/phases/00-baseline/manifests/mesh/20-control-plane/istio-default.yaml");
  const text = readFileSync(path, "utf8").replace("v1.28.3", "1.28.3");
  const broken = folderWith({ "istio.yaml": text });
  expect((await runCli(["check", "istio.yaml", "--fix"], broken)).err).toContain("mended");
  writeFileSync(path, text);
  const { code, err } = await runCli(["check", "out", "--fix"], folder);
  expect([code, err]).toEqual([1, expect.not.stringContaining("mended")]);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test.each([
  [["--fix", "--diff"], "exclude each other"],
  [["--diff", "-o", "json"], "--diff prints a patch"],
  [["-", "--fix"], "--fix writes files"],
])("usage: %s", async (args, message) => {
  const { code, err } = await runCli(
    ["check", ...(args.includes("-") ? [] : ["."]), ...args],
    folderWith({ "m.yaml": mesh }),
    mesh,
  );
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

describe("files of another kind", () => {
  const text = `apiVersion: sailoperator.io/v1
kind: Istio
metadata:
  name: default
  annotations:
    argocd.argoproj.io/sync-options: Prune=false,Delete=false
    kustomize.toolkit.fluxcd.io/prune: disabled
spec:
  version: 1.28.3
  namespace: istio-system
---
apiVersion: v1
kind: Namespace
metadata:
  annotations:
    argocd.argoproj.io/sync-options: Prune=false,Delete=false
    kustomize.toolkit.fluxcd.io/prune: disabled
  name: istio-system
`;
  const fixed = text.replace("1.28.3", "v1.28.3");
  const windows = (of: string) => of.replaceAll("\n", "\r\n");

  test.each([
    ["line ends of Windows, in the first of two documents", windows(text), windows(fixed)],
    ["a byte order mark", `\uFEFF${text}`, `\uFEFF${fixed}`],
    ["both", `\uFEFF${windows(text)}`, `\uFEFF${windows(fixed)}`],
    ["no end of its last line", text.trimEnd(), fixed.trimEnd()],
  ])("%s", async (_what, before, after) => {
    const folder = folderWith({ "mesh.yaml": before });
    runGit(folder, ["init", "-q"]);
    const { out } = await runCli(["check", ".", "--diff"], folder);
    runGit(folder, ["apply", "--check", "-"], out);
    await runCli(["check", ".", "--fix"], folder);
    expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toBe(after);
  });

  test("what an anchor shares is left to people, and not offered again", async () => {
    const shared = `apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec:\n  version: &it 1.28.3\n  namespace: istio-cni\n`;
    const folder = folderWith({ "a.yaml": shared });
    const args = ["check", "a.yaml", "--distribution", "sail"];
    const { err } = await runCli([...args, "--fix"], folder);
    expect(err).toContain("1 finding left to mend by hand: an anchor or an alias shares the value");
    expect(err).toMatch(/\nnext: meshstep explain VER006\n$/);
    expect(readFileSync(join(folder, "a.yaml"), "utf8")).toContain("version: &it 1.28.3\n");
  });

  test("one that is read-only is named, and the others are mended", async () => {
    const folder = folderWith({ "a.yaml": text, "b/mesh.yaml": text });
    chmodSync(join(folder, "a.yaml"), 0o444);
    const { code, err } = await runCli(["check", ".", "--fix"], folder);
    expect(code).toBe(2);
    expect(err).toContain("error: a.yaml: read-only\n");
    expect(err).toContain("mended 1 finding in 1 file\n");
    expect(readFileSync(join(folder, "a.yaml"), "utf8")).toBe(text);
    expect(readFileSync(join(folder, "b/mesh.yaml"), "utf8")).toBe(fixed);
  });

  test.each([
    [
      "two findings that say the same of two files",
      { "a/mesh.yaml": text, "b/mesh.yaml": text },
      2,
      "mended 2 findings in 2 files",
    ],
    [
      "one that an anchor keeps beside one that is mended",
      { "a/mesh.yaml": text, "b/cni.yaml": text.replace("Istio", "IstioCNI").replace("1.28.3", "&it 1.28.3") },
      1,
      "mended 1 finding in 1 file",
    ],
  ])("what is said before is what is done: %s", async (_, files, count, said) => {
    const folder = folderWith(files);
    const before = await runCli(["check", "."], folder);
    expect(before.err).toContain(`next: meshstep check . --fix mends ${count} of `);
    expect((await runCli(["check", ".", "--fix"], folder)).err).toContain(`${said}\n`);
  });

  test("--diff goes as far as --fix, where one mend brings the next to light", async () => {
    const subscription = (mesh.split("---\n")[0] as string).replace("# The mesh of the shop.\n", "");
    const plain = text.replaceAll(/ {2}annotations:\n.*\n.*\n/g, "").replace("1.28.3", "v1.28.3");
    const files = { "operator.yaml": subscription, "a/mesh.yaml": plain };
    const [one, other] = [folderWith(files), folderWith(files)];
    runGit(one, ["init", "-q"]);
    const { out } = await runCli(["check", ".", "--diff"], one);
    runGit(one, ["apply", "-"], out);
    expect((await runCli(["check", ".", "--fix"], other)).err).toMatch(/, then \d more that came to light/);
    expect(filesIn(other)).toEqual(filesIn(one));
  });

  test("a link: the patch is for what it leads to", async () => {
    const folder = folderWith({ "z/mesh.yaml": text });
    symlinkSync("z/mesh.yaml", join(folder, "a.yaml"));
    runGit(folder, ["init", "-q"]);
    const { out } = await runCli(["check", ".", "--diff"], folder);
    expect(out).toContain("diff --git a/z/mesh.yaml b/z/mesh.yaml\n");
  });
});
