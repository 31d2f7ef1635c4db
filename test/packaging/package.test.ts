import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minVersion, satisfies } from "semver";
import { repoRoot } from "../support/examples";
import { copyCheckout, installOffline, runIn } from "./checkout";

type Kind = "dependencies" | "peerDependencies" | "devDependencies";

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const { version } = readJson(join(repoRoot, "package.json")) as { version: string };
const scratch = mkdtempSync(join(tmpdir(), "meshstep-package-"));
const checkout = join(scratch, "checkout");
const project = join(scratch, "project");
/** No network, and nothing left in the user's own cache: npx keeps a link to every checkout that it was called in. */
const npm = { npm_config_offline: "true", npm_config_cache: join(scratch, "npm-cache") };
const appWithOwnObjects = `
const { readdirSync } = require("node:fs");
const { ApiObject } = require("cdk8s");
const { MeshApp, MeshUpgrade } = require("meshstep");
const app = new MeshApp();
const mesh = { distribution: "openshift", dataPlane: "ambient", version: "v1.28.4", operator: { release: "3.3.1" } };
const { phases } = new MeshUpgrade(app, "prod", { ...mesh, upgrade: { to: "v1.28.5" } });
for (const phase of phases) new ApiObject(phase, "settings", { apiVersion: "v1", kind: "ConfigMap" });
app.synth();
console.log(String(readdirSync("out/prod/phases/00-baseline/manifests/mesh/60-routing")));
`;
let packed: readonly string[] = [];
let command = "";

beforeAll(() => {
  copyCheckout(checkout);
  // Its script would build what has been built just now.
  const pack = runIn(checkout, "npm", ["pack", "--json", "--silent", "--ignore-scripts"], npm);
  if (pack.code !== 0) throw new Error(`npm pack failed:\n${pack.stderr}`);
  const [{ filename, files }] = JSON.parse(pack.stdout.slice(pack.stdout.indexOf("[\n"))) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = files.map(({ path }) => path);
  command = installOffline(join(checkout, filename), project);
}, 60_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("the tarball holds what runs, and nothing of the workshop", () => {
  expect(packed).toEqual(
    expect.arrayContaining(["bin/meshstep.js", "dist/cli.js", "dist/index.js", "dist/index.d.ts", "package.json"]),
  );
  expect(
    packed.filter(
      (path) => !/^(bin|dist|schema|templates)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
    ),
  ).toEqual([]);
  expect(packed.filter((path) => /\.(test|new|tsbuildinfo)\b|\.ts$/.test(path) && !path.endsWith(".d.ts"))).toEqual([]);
});

test("whoever packs it builds it before", () => {
  const { scripts } = readJson(join(repoRoot, "package.json")) as { scripts: Record<string, string> };
  expect([scripts["prepack"], scripts["build"]]).toEqual(["npm run build", "node scripts/build.mjs"]);
});

test("an installed meshstep says its version", () => {
  expect(runIn(project, command, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("an installed meshstep plans", () => {
  const mesh = join(checkout, "examples/openshift-ambient-patch/mesh.yaml");
  const { code, stdout } = runIn(project, command, ["plan", "-f", mesh, "-o", "json"]);
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { phases: unknown[] }).phases.length).toBeGreaterThan(1);
});

test("the command line needs nothing beside its package: no peers, no dependencies", () => {
  const alone = join(scratch, "alone");
  cpSync(join(project, "node_modules/meshstep"), alone, { recursive: true });
  const mesh = join(checkout, "examples/openshift-ambient-patch/mesh.yaml");
  const bin = join(alone, "bin/meshstep.js");
  const synth = runIn(scratch, process.execPath, [bin, "synth", "-f", mesh, "--out", "written"]);
  expect(synth).toEqual({ code: 0, stdout: "", stderr: expect.stringMatching(/^written\/prod-east: \d+ phases/) });
});

describe("cdk8s and constructs", () => {
  const manifest = readJson(join(repoRoot, "package.json")) as Record<Kind, Record<string, string>>;
  const { packages } = readJson(join(repoRoot, "package-lock.json")) as { packages: Record<string, typeof manifest> };

  test("are the user's own: peers, and for the tests here development dependencies", () => {
    const peers = ["cdk8s", "constructs"];
    expect(Object.keys(manifest.peerDependencies)).toEqual(peers);
    for (const name of peers) {
      expect(manifest.dependencies).not.toHaveProperty(name);
      const here = minVersion(manifest.devDependencies[name] ?? "");
      const installed = readJson(join(repoRoot, "node_modules", name, "package.json")) as { version: string };
      expect(here && satisfies(here, manifest.peerDependencies[name] ?? "")).toBe(true);
      expect(satisfies(installed.version, manifest.devDependencies[name] ?? "")).toBe(true);
    }
  });

  test("an app of theirs, with one copy of each, renders what it adds", () => {
    writeFileSync(join(project, "app.cjs"), appWithOwnObjects);
    expect(runIn(project, process.execPath, ["--preserve-symlinks", "app.cjs"])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^configmap-prod-settings-[0-9a-f]{8}\.yaml,kustomization\.yaml\n$/),
      stderr: "",
    });
  });

  test("npm ci installs them: the lock file asks for what package.json asks for", () => {
    const kinds = ["dependencies", "peerDependencies", "devDependencies"] as const;
    for (const kind of kinds) expect(packages[""]?.[kind]).toEqual(manifest[kind]);
  });
});

test("the library loads with the runtime dependencies alone", () => {
  writeFileSync(join(project, "use.cjs"), 'console.log(Object.keys(require("meshstep")).length > 0)');
  writeFileSync(join(project, "use.mjs"), 'import * as all from "meshstep"; console.log(Object.keys(all).length > 0)');
  for (const file of ["use.cjs", "use.mjs"]) {
    expect(runIn(project, process.execPath, ["--preserve-symlinks", file])).toEqual({
      code: 0,
      stdout: "true\n",
      stderr: "",
    });
  }
});

test("npx meshstep works in a checkout", () => {
  const { code, stdout } = runIn(checkout, "npx", ["meshstep", "--version"], npm);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
});

describe("the launcher", () => {
  const bundle = join(checkout, "dist/cli.js");
  const launch = (...args: string[]) => runIn(checkout, process.execPath, ["bin/meshstep.js", ...args]);

  test("finds a code cache that this V8 accepts", () => {
    const cacheId = readFileSync(`${bundle}.cache`, "latin1").slice(0, 16);
    expect(cacheId).toBe(readFileSync(bundle, "latin1").slice(2, 18));
    // As the launcher itself loads it, with whatever flags it sets before.
    const hook = join(checkout, "says-whether-refused.cjs");
    writeFileSync(
      hook,
      `const vm = require("node:vm");
const { Script } = vm;
vm.Script = class extends Script {
  constructor(source, options) {
    super(source, options);
    if (options?.cachedData) process.stderr.write(String(this.cachedDataRejected));
  }
};
`,
    );
    const { stderr } = runIn(checkout, process.execPath, ["-r", hook, "bin/meshstep.js", "--version"]);
    expect(stderr).toBe("false");
  });

  test.each(["damaged", "of another bundle", "missing"])("works with a code cache that is %s", (what) => {
    const cache = readFileSync(`${bundle}.cache`);
    try {
      if (what === "missing") rmSync(`${bundle}.cache`);
      else if (what === "damaged")
        writeFileSync(`${bundle}.cache`, Buffer.concat([cache.subarray(0, 16), Buffer.alloc(200)]));
      else writeFileSync(`${bundle}.cache`, Buffer.concat([Buffer.from("0".repeat(16)), cache.subarray(16)]));
      expect(launch("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    } finally {
      writeFileSync(`${bundle}.cache`, cache);
    }
  });

  test("says what to do when there is no bundle, or a broken one", () => {
    const source = readFileSync(bundle);
    try {
      writeFileSync(bundle, "//0123456789abcdef\nthrow new Error('half a file');\n");
      expect(launch("plan")).toEqual({
        code: 2,
        stdout: "",
        stderr: "meshstep: cannot start: half a file (--debug shows where)\n",
      });
      expect(launch("plan", "--debug").stderr).toContain("cli.js:2");
      rmSync(bundle);
      expect(launch("plan")).toEqual({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(/^meshstep: \S+dist\/cli\.js is missing\..*npm run build.*\n$/),
      });
    } finally {
      writeFileSync(bundle, source);
    }
  });
});
