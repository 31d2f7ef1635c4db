import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repoRoot } from "../support/examples";
import { copyCheckout, installOffline, runIn } from "./checkout";

const { version } = JSON.parse(readFileSync(join(repoRoot, "package.json"), "utf8")) as { version: string };
const scratch = mkdtempSync(join(tmpdir(), "meshstep-package-"));
const checkout = join(scratch, "checkout");
const project = join(scratch, "project");
/** No network, and nothing left in the user's own cache: npx keeps a link to every checkout that it was called in. */
const npm = { npm_config_offline: "true", npm_config_cache: join(scratch, "npm-cache") };
let packed: readonly string[] = [];
let command = "";

beforeAll(() => {
  copyCheckout(checkout);
  const pack = runIn(checkout, "npm", ["pack", "--json", "--silent"], npm);
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

test("an installed meshstep says its version", () => {
  expect(runIn(project, command, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("an installed meshstep plans", () => {
  const mesh = join(checkout, "examples/openshift-ambient-patch/mesh.yaml");
  const { code, stdout } = runIn(project, command, ["plan", "-f", mesh, "-o", "json"]);
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { phases: unknown[] }).phases.length).toBeGreaterThan(1);
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
    const probe = `
      const { readFileSync } = require("node:fs");
      const source = require("node:module").wrap(readFileSync("${bundle}", "latin1"));
      const cachedData = readFileSync("${bundle}.cache").subarray(16);
      console.log(new (require("node:vm").Script)(source, { cachedData }).cachedDataRejected);`;
    expect(runIn(checkout, process.execPath, ["-e", probe]).stdout).toBe("false\n");
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
